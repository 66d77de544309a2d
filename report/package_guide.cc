// SPDX-License-Identifier: Apache-2.0
// The guide inside a package.
#include "report/package.h"

namespace report {
namespace {

constexpr const char* kPackageGuide = R"guide(HOW TO CHECK THIS PACKAGE WITHOUT EXHIBIT

Lines that begin with four spaces are commands. They are run in the folder that holds this file.

A. ON WINDOWS (untested by us; PowerShell)
   Every file below 'data' is listed in manifest-sha256.txt with its SHA-256. For one file:

   > Get-FileHash -Algorithm SHA256 .\data\ledger\checkpoint

   Compare the value with the line of that file in manifest-sha256.txt. Upper and lower case letters mean the same.

B. ON ANY LINUX (bash, coreutils)
   1. Nothing in the package changed since it was made:

    sha256sum --quiet -c tagmanifest-sha256.txt && sha256sum --quiet -c manifest-sha256.txt && echo "all files: same"

   Must print: all files: same
   The SHA-256 of tagmanifest-sha256.txt itself stands in the ledger of the case, in the entry that records this package;
   ask the sender for that entry or for a later head:

    sha256sum tagmanifest-sha256.txt

   2. Nothing is there that is not listed:

    find data -type f | sort > /tmp/there.$$; cut -c67- manifest-sha256.txt | sort > /tmp/listed.$$; cmp /tmp/there.$$ /tmp/listed.$$ && echo "no other file"

   Must print: no other file

   Where data/WITHHELD.txt is there, something was left out: files it names, values, attachments and whole entries. The ledger
   shows of each value and entry that it is absent; what it signs stays as it is.

C. THE LEDGER (bash, openssl 3, sqlite3, xxd)
   data/ledger/HOW-TO-VERIFY.txt tells how to check every signature, both chains and the signed head:

    cat data/ledger/HOW-TO-VERIFY.txt | head -3

D. AN IMAGE
   The files of image X are data/evidence/ITEM/X.E01 (or .raw) and those that follow. Their SHA-256 is in X.files beside them,
   and the SHA-256 of X.files is in the ledger (entry 'image_verified', "files"). For every image that was compared:

    ( for list in data/evidence/*/*.files; do [ -e "$list" ] || continue; ( cd "$(dirname "$list")" && sha256sum --quiet -c "$(basename "$list")" ) || { echo "$list: BAD"; exit 1; }; sum=$(sha256sum "$list" | cut -c1-64); sqlite3 data/ledger/ledger.sqlite "select cast(leaf as text) from entry" | grep '"type":"image_verified"' | grep -q "\"files\":{[^}]*\"sha256\":\"$sum\"" || { echo "$list: BAD, not the list in the ledger"; exit 1; }; done; echo "image files: same" )

   Must print: image files: same

   The media inside an E01 can be checked with ewfverify (package ewf-tools) against the digests in the entry
   'acquisition_finished':

    sqlite3 data/ledger/ledger.sqlite "select cast(leaf as text) from entry" | grep '"type":"acquisition_finished"' | grep -o '"digests":{[^}]*}'

E. A DOCUMENT
   The SHA-256 of each file in data/documents is in the ledger, in the entry whose number begins the file's name:

    ( for file in data/documents/*.pdf; do [ -e "$file" ] || continue; sum=$(sha256sum "$file" | cut -c1-64); sqlite3 data/ledger/ledger.sqlite "select cast(leaf as text) from entry" | grep -q "\"sha256\":\"$sum\"" && echo "$file: in the ledger" || { echo "$file: BAD"; exit 1; }; done )

WHAT THIS DOES NOT SHOW: that evidence was genuine before it was acquired; that a person is who they say; that nothing was
left out that was never recorded; that nobody read or copied evidence by other means; that a stretch no outsider has seen was
not rewritten by whoever holds all its keys.
)guide";

}  // namespace

std::string package_guide() { return kPackageGuide; }

}  // namespace report
