// SPDX-License-Identifier: Apache-2.0
// Commands that read images of the case: each says why, and each is an entry.
#include "cli/command_table.h"
#include "cli/commands.h"

namespace cli {
namespace {

template <typename Args>
void add_reading(CLI::App* command, Args& args) {
  add_folder(command, args.folder);
  command->add_option("--item", args.item, "the image, for example EV-001-I1")->required();
  command->add_option("--reason", args.reason, "why; part of the entry")->required();
}

void add_export(CommandTable& table) {
  auto& args = table.keep<Export>();
  CLI::App* command = table.command(
      table.app(), "export", "write the media of an image, or a range of it, into a raw file",
      "exhibit export 2026-0042 --item EV-001-I1 --out fs1.raw --reason 'malware analysis, lab 2'",
      table.runs(args));
  add_reading(command, args);
  command->add_option("--out", args.out, "the file to make")->required();
  command->add_option("--offset", args.offset, "first byte of the media (default 0)");
  command->add_option("--length", args.length, "how many bytes (default: up to the end)");
}

void add_convert(CommandTable& table) {
  auto& args = table.keep<Convert>();
  CLI::App* command = table.command(
      table.app(), "convert", "write the media of an image as E01, raw or split raw, with digests compared",
      "exhibit convert disk.E01 --out /mnt/lab/disk --format raw\n  exhibit convert --case 2026-0042 --item "
      "EV-001-I1 --reason 'for the lab' --out /mnt/lab",
      table.runs(args));
  command->add_option("IMAGE", args.image, "first file of an image that is of no case");
  command
      ->add_option("--out", args.out,
                   "an existing folder, or the path of the new image without extension; nothing is replaced")
      ->required();
  command->add_option("--format", args.format, "e01 (default) or raw");
  command->add_option("--compression", args.compression, "none, fast (default) or best");
  command->add_option("--segment-size", args.segment_size,
                      "largest file of the image, for example 2000M (default E01 1500M, raw unsplit)");
  command->add_option(
      "--hash", args.hash,
      "digests, separated by commas (default md5,sha1,sha256); those that the image stores are "
      "always computed");
  command->add_option("--sector-size", args.sector_size, "bytes of a sector of raw media (default 512)")
      ->check(CLI::Range(512, 65536));
  command->add_option("--case", args.folder, "the case the image is of; then it is an entry");
  command->add_option("--item", args.item, "with --case: the image, for example EV-001-I1");
  command->add_option("--reason", args.reason, "with --case: why; part of the entry");
}

void add_copy(CommandTable& table) {
  auto& args = table.keep<Copy>();
  CLI::App* command = table.command(
      table.app(), "copy", "copy the files of an image as they are, hashed before and after",
      "exhibit copy 2026-0042 --item EV-001-I1 --to /mnt/lab --reason 'working copy for the lab'",
      table.runs(args));
  add_reading(command, args);
  command->add_option("--to", args.to, "an existing folder outside the case")->required();
}

void add_view(CommandTable& table) {
  auto& args = table.keep<View>();
  CLI::App* command = table.command(
      table.app(), "view", "show a range of an image's media as a hex dump",
      "exhibit view 2026-0042 --item EV-001-I1 --offset 0 --length 512 --reason 'partition table'",
      table.runs(args));
  add_reading(command, args);
  command->add_option("--offset", args.offset, "first byte of the media")->required();
  command->add_option("--length", args.length, "how many bytes, at most 1048576")->required();
}

void add_volume(CLI::App* command, std::optional<std::uint64_t>& volume) {
  command->add_option("--volume", volume,
                      "offset of the volume in the media (default: the only one with a file system)");
}

void add_files(CommandTable& table) {
  auto& args = table.keep<Files>();
  CLI::App* command = table.command(
      table.app(), "files", "list the volumes of an image, and the names in a folder inside it",
      "exhibit files 2026-0042 --item EV-001-I1 --path /home --reason 'search for the ransom note'",
      table.runs(args));
  add_reading(command, args);
  command->add_option("--path", args.path, "the folder inside the image (default: the root)");
  add_volume(command, args.volume);
}

template <typename Args>
void add_which_file(CLI::App* command, Args& args) {
  command->add_option("--path", args.path,
                      "the file inside the image; in NTFS name:stream is a stream of it");
  command->add_option(
      "--inode", args.inode,
      "its metadata address, which also reaches what is deleted; with --path, the one of that name");
  add_volume(command, args.volume);
}

void add_cite(CommandTable& table) {
  auto& args = table.keep<Cite>();
  CLI::App* command = table.command(
      table.app(), "cite", "record a file inside an image as an artifact, with its digest and place",
      "exhibit cite 2026-0042 --item EV-001-I1 --path /READ_ME.txt --reason 'ransom note' --text "
      "'asks for 3 BTC'",
      table.runs(args));
  add_reading(command, args);
  add_which_file(command, args);
  command->add_option("--text", args.text, "what was found in it, in your words");
  command->add_option("--occurred-at", args.occurred_at, "when it says that something happened, with zone");
}

void add_disclose(CommandTable& table) {
  auto& args = table.keep<Disclose>();
  CLI::App* command = table.command(table.app(), "disclose", "take one file out of an image, to hand it over",
                                    "exhibit disclose 2026-0042 --item EV-001-I1 --path /home/note.txt --out "
                                    "note.txt --reason 'for the police'",
                                    table.runs(args));
  add_reading(command, args);
  add_which_file(command, args);
  command->add_option("--out", args.out, "the file to make")->required();
}

void add_mount(CommandTable& table) {
  auto& args = table.keep<Mount>();
  CLI::App* command = table.command(
      table.app(), "mount", "show an image as one read-only raw file until it is unmounted",
      "exhibit mount 2026-0042 --item EV-001-I1 --at /mnt/fs1 --reason 'search for the ransom note'",
      table.runs(args));
  add_reading(command, args);
  command->add_option("--at", args.at, "an empty folder outside the case")->required();
  command->add_flag("--foreground", args.foreground,
                    "stay until it is unmounted or interrupted, and tell what was read");
}

}  // namespace

void add_access_commands(CommandTable& table) {
  add_mount(table);
  add_export(table);
  add_convert(table);
  add_copy(table);
  add_view(table);
  add_files(table);
  add_cite(table);
  add_disclose(table);
}

}  // namespace cli
