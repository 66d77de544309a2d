// SPDX-License-Identifier: Apache-2.0
// demo: a complete case on a real file system.
#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "cli/demo_steps.h"
#include "cli/session.h"
#include "core/durable_file.h"
#include "core/error.h"

namespace cli {
namespace {

std::string first_line_of(const std::string& command) {
  FILE* pipe = ::popen(command.c_str(), "r");
  std::string out;
  for (int c = 0; pipe != nullptr && (c = std::fgetc(pipe)) != EOF && c != '\n';) {
    out += static_cast<char>(c);
  }
  return pipe != nullptr && ::pclose(pipe) == 0 ? out : "";
}

/// Detaches the loop device when it goes.
class LoopDevice {
 public:
  /// Empty name when this process may not attach one.
  explicit LoopDevice(const core::Path& file) {
    if (::geteuid() == 0) {
      name_ =
          first_line_of("losetup --find --show --read-only --partscan '" + file.native() + "' 2>/dev/null");
    }
  }
  ~LoopDevice() {
    if (!name_.empty()) {
      run_program({"losetup", "--detach", name_}, true);
    }
  }
  LoopDevice(const LoopDevice&) = delete;
  LoopDevice& operator=(const LoopDevice&) = delete;
  const std::string& name() const { return name_; }

 private:
  std::string name_;
};

class Demonstration : private DemoSteps {
 public:
  Demonstration(core::Path folder, bool full) : DemoSteps(std::move(folder)), full_(full) {}

  int go() {
    make_disk();
    const LoopDevice loop(folder() / "disk.img");
    const std::string source = loop.name().empty() ? at("disk.img") : loop.name();
    say("A disk of 96 MiB with two partitions; the second is an ext4 full of files from /usr/share. " +
        (loop.name().empty() ? "No loop device may be attached here, so the file itself is the source."
                             : "It is attached read-only as " + source + "."));
    prepare();
    preserve(source);
    hand_over();
    if (full_) {
      demo_incident(*this);
    }
    give_away();
    tamper();
    say("Everything is in " + folder().native() +
        ". Look at custody-form.pdf and package/FIRST-PAGE.pdf first.");
    return 0;
  }

 private:
  void make_disk() {
    const std::string disk = at("disk.img");
    must({"truncate", "-s", "96M", disk});
    write_text("layout",
               "label: gpt\nstart=2048, size=32768, name=boot\nstart=34816, size=159744, name=data\n");
    must({"sh", "-c", "PATH=$PATH:/usr/sbin:/sbin sfdisk --quiet \"$1\" < \"$2\"", "sh", disk, at("layout")});
    core::create_new_directory(folder() / "files");
    // The machine's own files, in the order of their names, until the file system is well filled.
    const std::string fill =
        "cd /usr/share && find . -xdev -type f -readable -size -1024k -printf '%s %P\\n' | LC_ALL=C sort -k "
        "2 "
        "| awk -v room=50000000 '{ room -= $1 + 1024; if (room < 0) exit; sub(/^[0-9]+ /, \"\"); print }' "
        "| tar -cf - --verbatim-files-from -T - | tar -xf - -C \"$1\"";
    must({"sh", "-c", fill, "sh", at("files")});
    write_text("files/READ_ME.txt", "All your files are encrypted. Pay 3 BTC.\n");
    must({"sh", "-c",
          "PATH=$PATH:/usr/sbin:/sbin mke2fs -q -t ext4 -L data -d \"$1\" -E offset=17825792 \"$2\" 77M",
          "sh", at("files"), disk});
    core::fs::remove_all(folder() / "files");
    core::fs::remove(folder() / "layout");
  }

  static void change_one_byte(const std::string& file) {
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(core::fs::file_size(file) / 2);
    const int byte = stream.seekg(middle).get();
    if (!stream.seekp(middle).put(static_cast<char>(byte ^ 1)).flush()) {
      core::fail("cannot change a byte of " + file);
    }
  }

  void prepare() {
    say("Three people make their keys. Each private key is encrypted under its owner's passphrase.");
    step({"key", "create", "--name", "R. Sato", "--role", "responder", "--org", "Example Trading, CSIRT"});
    step({"key", "create", "--name", "H. Mori", "--role", "custodian", "--org",
          "Example Trading, evidence room"});
    step({"key", "create", "--name", "K. Abe", "--role", "counsel", "--org",
          "Example Trading, legal department"});
    say("The responder opens a case: a folder with its own ledger. The others' keys are admitted to it.");
    step({"case", "create", at("case"), "--number", "2026-0042", "--title", "Ransom note on file server FS-1",
          "--as", "R. Sato"});
    step({"key", "enrol", at("case"), "H. Mori", "--role", "custodian", "--as", "R. Sato"});
    step({"key", "enrol", at("case"), "K. Abe", "--role", "counsel", "--as", "R. Sato"});
  }

  void preserve(const std::string& source) {
    say("The disk is imaged: read once, hashed, compressed, written, read back, compared, and recorded in "
        "four signed entries.");
    step({"acquire", source, "--case", at("case"), "--item", "EV-001", "--description", "system disk of FS-1",
          "--as", "R. Sato"});
    say("Counsel records what entitles the company to collect it. It came later, and documents will say so.");
    write_text("consent.txt", "The owner of FS-1 consents to a forensic image of its disk.\n");
    step({"authority", at("case"), "--kind", "consent", "--scope", "system disk of FS-1", "--issuer",
          "owner of FS-1", "--document", at("consent.txt"), "--item", "EV-001", "--as", "K. Abe"});
    step({"incident", "open", at("case"), "--number", "INC-7", "--title", "Ransom note on FS-1", "--as",
          "K. Abe"});
    step({"link", at("case"), "--item", "EV-001-I1", "--incident", "INC-7", "--shows",
          "READ_ME.txt, the ransom note", "--as", "K. Abe"});
  }

  void hand_over() {
    say("The disk goes to the evidence room. Giver and receiver sign the same entry.");
    step({"transfer", at("case"), "--item", "EV-001", "--from", "R. Sato", "--to", "H. Mori", "--reason",
          "to the safe", "--seal", "intact"});
    step({"log", at("case"), "--item", "EV-001"});
  }

  void give_away() {
    say("Documents are drawn up from the ledger; every fact in them carries the number of its entry.");
    for (const char* kind :
         {"custody-form", "acquisition-report", "certification-902-14", "handover-receipt"}) {
      step({"document", at("case"), kind, "--item", "EV-001", "--out", at(std::string(kind) + ".pdf"), "--as",
            "K. Abe"});
    }
    say("A package for the police, and the check that an auditor runs on it.");
    step({"package", at("case"), "--for", "police", "--out", at("package"), "--as", "K. Abe"});
    step({"verify", at("package")});
    step({"verify", at("case")});
  }

  void tamper() {
    say("Somebody changes one byte of the image in a copy of the case. verify names the image and the "
        "place.");
    must({"cp", "-r", at("case"), at("tampered")});
    change_one_byte(at("tampered/evidence/EV-001/EV-001-I1.E01"));
    step({"verify", at("tampered")}, 3);
    say("Somebody changes a word in the ledger's database instead.");
    must({"cp", at("case/evidence/EV-001/EV-001-I1.E01"), at("tampered/evidence/EV-001/EV-001-I1.E01")});
    must({"sqlite3", at("tampered/case.db"),
          "drop trigger no_entry_UPDATE; update entry set leaf=cast(replace(cast(leaf as text), 'responder', "
          "'custodian') "
          "as blob) where seq=1;"});
    step({"verify", "--quick", at("tampered")}, 3);
  }

  bool full_;
};

}  // namespace

int run(const Demo& args, const Common& /*common*/) {
  const core::Path folder =
      args.folder.empty() ? core::fs::temp_directory_path() / core::fs::unique_path("exhibit-demo-%%%%%%%%")
                          : core::fs::absolute(args.folder);
  core::create_new_directory(folder);
  return Demonstration(folder, args.full).go();
}

}  // namespace cli
