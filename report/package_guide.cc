// SPDX-License-Identifier: Apache-2.0
// The guide inside a package: one set of commands, told in two languages.
#include <array>

#include "report/package.h"

namespace report {
namespace {

/// What stands in a guide as a line of @ and a number, from 1.
constexpr std::array<const char*, 7> kCommands = {
    R"command(sha256sum --quiet -c tagmanifest-sha256.txt && sha256sum --quiet -c manifest-sha256.txt && echo "all files: same")command",
    R"command(sha256sum tagmanifest-sha256.txt)command",
    R"command(find data -type f | sort > /tmp/there.$$; cut -c67- manifest-sha256.txt | sort > /tmp/listed.$$; cmp /tmp/there.$$ /tmp/listed.$$ && echo "no other file")command",
    R"command(cat data/ledger/HOW-TO-VERIFY.txt | head -3)command",
    R"command(( for list in data/evidence/*/*.files; do [ -e "$list" ] || continue; ( cd "$(dirname "$list")" && sha256sum --quiet -c "$(basename "$list")" ) || { echo "$list: BAD"; exit 1; }; sum=$(sha256sum "$list" | cut -c1-64); sqlite3 data/ledger/ledger.sqlite "select cast(leaf as text) from entry" | grep -E '"type":"image_(verified|imported)"' | grep -q "\"files\":{[^}]*\"sha256\":\"$sum\"" || { echo "$list: BAD, not the list in the ledger"; exit 1; }; done; echo "image files: same" ))command",
    R"command(sqlite3 data/ledger/ledger.sqlite "select cast(leaf as text) from entry" | grep -E '"type":"(acquisition_finished|image_imported)"' | grep -o '"digests":{[^}]*}')command",
    R"command(( for file in data/documents/*.pdf; do [ -e "$file" ] || continue; sum=$(sha256sum "$file" | cut -c1-64); sqlite3 data/ledger/ledger.sqlite "select cast(leaf as text) from entry" | grep -q "\"sha256\":\"$sum\"" && echo "$file: in the ledger" || { echo "$file: BAD"; exit 1; }; done ))command",
};

constexpr const char* kEnglish = R"guide(HOW TO CHECK THIS PACKAGE WITHOUT EXHIBIT

Lines that begin with four spaces are commands. They are run in the folder that holds this file.

A. ON WINDOWS (untested by us; PowerShell)
   Every file below 'data' is listed in manifest-sha256.txt with its SHA-256. For one file:

   > Get-FileHash -Algorithm SHA256 .\data\ledger\checkpoint

   Compare the value with the line of that file in manifest-sha256.txt. Upper and lower case letters mean the same.

B. ON ANY LINUX (bash, coreutils)
   1. Nothing in the package changed since it was made:

@1

   Must print: all files: same
   The SHA-256 of tagmanifest-sha256.txt itself stands in the ledger of the case, in the entry that records this package;
   ask the sender for that entry or for a later head:

@2

   2. Nothing is there that is not listed:

@3

   Must print: no other file

   Where data/WITHHELD.txt is there, something was left out: files it names, values, attachments and whole entries. The ledger
   shows of each value and entry that it is absent; what it signs stays as it is.

C. THE LEDGER (bash, openssl 3, sqlite3, xxd)
   data/ledger/HOW-TO-VERIFY.txt tells how to check every signature, both chains and the signed head:

@4

D. AN IMAGE
   The files of image X are data/evidence/ITEM/X.E01 (or .raw) and those that follow. Their SHA-256 is in X.files beside them,
   and the SHA-256 of X.files is in the ledger (entry 'image_verified' or 'image_imported', "files"). For every image that was
   compared or imported:

@5

   Must print: image files: same

   The media inside an E01 can be checked with ewfverify (package ewf-tools) against the digests in the entry
   'acquisition_finished', or 'image_imported' where another tool made the image:

@6

E. A DOCUMENT
   The SHA-256 of each file in data/documents is in the ledger, in the entry whose number begins the file's name:

@7

WHAT THIS DOES NOT SHOW: that evidence was genuine before it was acquired; that a person is who they say; that nothing was
left out that was never recorded; that nobody read or copied evidence by other means; that a stretch no outsider has seen was
not rewritten by whoever holds all its keys.
)guide";

constexpr const char* kJapanese = R"guide(この証拠一式をExhibitを使わずに確認する方法

行頭に空白が4つある行はコマンドである。本ファイルのあるフォルダで実行する。

A. WINDOWSの場合（動作未確認。PowerShell）
   「data」以下の各ファイルとそのSHA-256は、manifest-sha256.txtに列記されている。1ファイルの例：

   > Get-FileHash -Algorithm SHA256 .\data\ledger\checkpoint

   得られた値を、manifest-sha256.txtの当該ファイルの行と比べる。大文字と小文字の違いは問わない。

B. LINUXの場合（bash、coreutils）
   1. 作成後に変更されたものがないこと：

@1

   次のとおり表示されること： all files: same
   tagmanifest-sha256.txt自体のSHA-256は、この証拠一式を記録した項番として、事案の台帳に記録されている。
   当該項番又は以後の先頭（チェックポイント）を送付者に求めること：

@2

   2. 一覧にないファイルがないこと：

@3

   次のとおり表示されること： no other file

C. 台帳（bash、openssl 3、sqlite3、xxd）
   全ての署名、2本のハッシュ連鎖及び署名付きの先頭を確認する方法は、data/ledger/HOW-TO-VERIFY.txtにある：

@4

D. イメージ
   イメージXのファイルは、data/evidence/ITEM/X.E01（又は.raw）とその続きである。各ファイルのSHA-256は同じ場所のX.filesに、
   X.filesのSHA-256は台帳（image_verified又はimage_importedの項番の「files」）にある。照合済み又は取込みの全てのイメージについて：

@5

   次のとおり表示されること： image files: same

   E01の中のデータは、ewfverify（ewf-toolsパッケージ）により、acquisition_finished（他のツールが作成したイメージでは
   image_imported）の項番にあるハッシュ値と照合できる：

@6

E. 文書
   data/documentsの各ファイルのSHA-256は、ファイル名の冒頭の番号の項番として、台帳にある：

@7

以上によって示されないこと：証拠が取得前から真正であったこと。鍵の保有者が名乗るとおりの者であること。記録されなかった事項の
漏れがないこと。他の手段で証拠を読み又は複製した者がいないこと。外部の者が確認していない期間について、全ての鍵を持つ者による
書換えがなかったこと。
)guide";

}  // namespace

std::string package_guide(const std::string& language) {
  std::string out = language == "ja" ? kJapanese : kEnglish;
  for (std::size_t i = 0; i < kCommands.size(); ++i) {
    const std::string mark = "@" + std::to_string(i + 1) + "\n";
    out.replace(out.find(mark), mark.size(), std::string("    ") + kCommands[i] + "\n");
  }
  return out;
}

}  // namespace report
