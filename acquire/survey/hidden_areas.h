// SPDX-License-Identifier: Apache-2.0
// Host-protected area and device configuration overlay: whether an ATA device keeps sectors from its host.
#pragma once

#include "acquire/acquisition.h"
#include "acquire/survey/ata_device.h"

namespace acquire {

/// Asks by IDENTIFY DEVICE, READ NATIVE MAX ADDRESS (EXT) or GET NATIVE MAX ADDRESS EXT, and DEVICE CONFIGURATION IDENTIFY,
/// each only where the device says that it knows it. Nothing is set and nothing unlocked. What it does not answer is `not_told`.
HiddenAreas hidden_areas(AtaDevice& device, std::uint64_t visible_sectors);

/// The same of a source: only of one that is connected by ATA; of any other it says why not.
HiddenAreas hidden_areas_of(const SourceFacts& source);

}  // namespace acquire
