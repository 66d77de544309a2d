// SPDX-License-Identifier: Apache-2.0
// Folders and files of a file system that libtsk has opened: names, metadata, content and where it lies. Runs only in the
// locked-down child.
#pragma once

#include <functional>

#include "acquire/files/tsk_image.h"

namespace acquire {

/// A file may claim to be as many times larger than the media: holes are not stored, but reading them takes time.
inline constexpr std::uint64_t kMostHoles = 16;

struct ListedFolder {
  Place place;
  std::uint64_t left_out = 0;
};
/// Hands on every name in the folder but "." and "..". Throws Error `usage` when there is no such folder, `failed` when it cannot be read.
ListedFolder list_folder(TskImage& image, TSK_FS_INFO& system, const FileQuery& query,
                         const std::function<void(const FolderEntry&)>& take);

/// Takes content in order, and the runs it comes from, not merged.
struct ContentTaker {
  std::function<void(core::ByteView)> content;
  std::function<void(const ContentRun&)> run;
};
/// Hands on the content of a file, whole. Throws as list_folder(); what was handed on before counts for nothing then.
FileReport read_content(TskImage& image, TSK_FS_INFO& system, const FileQuery& query,
                        const ContentTaker& taker);

}  // namespace acquire
