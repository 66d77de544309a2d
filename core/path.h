// SPDX-License-Identifier: Apache-2.0
// The one place where Boost.Filesystem enters the project.
#pragma once

#include <boost/filesystem/operations.hpp>
#include <boost/filesystem/path.hpp>

namespace core {

using Path = boost::filesystem::path;
namespace fs = boost::filesystem;

}  // namespace core
