// SPDX-License-Identifier: Apache-2.0
#include "report/source_facts.h"

#include <algorithm>

#include "core/text.h"

namespace report {

using core::json::Array;
using core::json::Object;
using core::json::Value;

namespace {

/// What the program itself words in these fields, with its Japanese.
struct Phrase {
  std::string_view en, ja;
};
constexpr Phrase kPhrases[] = {
    {"APFS container (FileVault possible)", "APFSコンテナ（FileVaultの可能性）"},
    {"APFS container with wrapped keys (FileVault)", "鍵を保持するAPFSコンテナ（FileVault）"},
    {"Apple Core Storage (FileVault possible)", "Apple Core Storage（FileVaultの可能性）"},
    {"available_spare", "予備領域（％）"},
    {"bytes as even as a cipher's and no known signature (VeraCrypt possible)",
     "既知の識別子がなく、バイトの分布が暗号文と同程度に一様（VeraCryptの可能性）"},
    {"critical_warning", "重大な警告"},
    {"ext4 with encrypted folders", "暗号化フォルダを有するext4"},
    {"grown_defects", "後発欠陥"},
    {"hidden", "あり"},
    {"locked", "ロック中"},
    {"logged_errors", "記録されたエラー"},
    {"media_errors", "媒体エラー"},
    {"none", "なし"},
    {"not a device", "装置ではない"},
    {"not supported", "機能なし"},
    {"not told", "装置の回答なし"},
    {"not told by the device", "装置の回答なし"},
    {"off", "無効"},
    {"offline_uncorrectable", "訂正不能セクタ"},
    {"on", "有効"},
    {"only a device connected by ATA is asked", "照会の対象はATA接続の装置に限る"},
    {"pending_sectors", "代替処理待ちセクタ"},
    {"percentage_used", "寿命消費率（％）"},
    {"power_cycles", "電源投入回数"},
    {"power_on_hours", "通電時間（時間）"},
    {"reallocated_sectors", "代替処理済みセクタ"},
    {"reported_uncorrectable", "報告された訂正不能エラー"},
    {"smartctl did not answer within its limits", "smartctlが制限内に応答しなかった"},
    {"smartctl is not installed", "smartctlが導入されていない"},
    {"smartctl's answer is not understood", "smartctlの回答を解釈できない"},
    {"temperature_celsius", "温度（℃）"},
    {"the device could not be opened to be asked", "照会のため装置を開くことができなかった"},
    {"the device does not answer IDENTIFY DEVICE", "装置がIDENTIFY DEVICEに応答しない"},
    {"uncorrected_reads", "訂正されない読取り"},
    {"unsafe_shutdowns", "異常な電源断"}};

class Words {
 public:
  Words(const CaseView& view, std::uint64_t seq) : view_(view), seq_(seq) {}

  std::string phrase(const std::string& english) const {
    const auto* found = std::find_if(std::begin(kPhrases), std::end(kPhrases),
                                     [&](const Phrase& known) { return known.en == english; });
    return found == std::end(kPhrases) ? english : view_.told(english, std::string(found->ja));
  }
  std::string text_in(const Value& object, const char* name) const {
    const Value* found = object.find(name);
    return found == nullptr ? "" : readable(*found);
  }
  std::string number_in(const Value& object, const char* name) const {
    const auto number = object.integer_of(name);
    return number && *number >= 0 ? core::grouped(static_cast<std::uint64_t>(*number)) : "?";
  }
  /// A disclosed value of the source; nullopt where it was not recorded.
  std::optional<Value> value(const std::string& name) const {
    return view_.value(seq_, "body.source." + name);
  }

  /// The file system and its label.
  std::string volume(const Value& object) const {
    const std::string label = text_in(object, "label");
    return text_in(object, "file_system") +
           (label.empty() ? "" : view_.told(" \"" + label + "\"", "「" + label + "」"));
  }

  Value partition(const Value& object) const {
    const std::string name = text_in(object, "type_name");
    const std::string type = text_in(object, "type");
    return Object{{"length", number_in(object, "length")},
                  {"name", text_or_null(text_in(object, "name"))},
                  {"number", number_in(object, "number")},
                  {"offset", number_in(object, "offset")},
                  {"type", name.empty() ? type : name + view_.told(" (" + type + ")", "（" + type + "）")},
                  {"volume", text_or_null(volume(object))}};
  }

  void add_medium(Object& out) const {
    const auto medium = value("medium");
    out["table"] = nullptr;
    out["table_faults"] = out["partitions"] = Array{};
    if (!medium) {
      return;
    }
    if (medium->object() == nullptr) {
      out["table"] = readable(*medium);
      return;
    }
    const std::string scheme = text_in(*medium, "scheme");
    std::string table = scheme == "gpt" ? "GPT" : scheme == "mbr" ? "MBR" : phrase("none");
    if (const std::string whole = volume(*medium); !whole.empty()) {
      table += view_.told("; the medium itself: ", "。媒体全体：") + whole;
    }
    out["table"] = std::move(table);
    out["table_faults"] = faults(*medium);
    out["partitions"] =
        each(medium->find("partitions"), [this](const Value& item) { return partition(item); });
  }

  /// What is wrong with the table, and what could not be read of it.
  Array faults(const Value& medium) const {
    Array out = each(medium.find("faults"), [](const Value& item) { return Value(readable(item)); });
    for (Value& place : each(medium.find("unread"), [this](const Value& item) {
           return Value(view_.told("not readable: " + number_in(item, "length") + " bytes at ",
                                   "読取不能：" + number_in(item, "length") + "バイト、位置") +
                        number_in(item, "offset"));
         })) {
      out.push_back(std::move(place));
    }
    return out;
  }

  Array encryption() const {
    const auto signs = value("encryption_signs");
    if (!signs) {
      return {};
    }
    if (signs->array() == nullptr) {
      return {readable(*signs)};
    }
    Array out = each(&*signs, [this](const Value& sign) {
      const std::string likely =
          sign.boolean_of("likely_only").value_or(true) ? view_.told("likely: ", "可能性：") : "";
      return Value(likely + phrase(text_in(sign, "kind")) + view_.told(", at byte ", "、位置") +
                   number_in(sign, "offset") + view_.told("", "バイト"));
    });
    return out.empty() ? Array{view_.told("none found", "発見されず")} : out;
  }

  Array hidden() const {
    const auto areas = value("hidden_areas");
    if (!areas) {
      return {};
    }
    if (areas->object() == nullptr) {
      return {readable(*areas)};
    }
    if (const std::string why = text_in(*areas, "why_not"); !why.empty()) {
      return {view_.told("not asked or not told: ", "照会せず又は回答なし：") + phrase(why)};
    }
    const auto sectors = [&](const char* name) {
      return areas->find(name) == nullptr ? std::string()
                                          : view_.told(" (" + number_in(*areas, name) + " sectors with it)",
                                                       "（含めて" + number_in(*areas, name) + "セクタ）");
    };
    Array out{view_.told("visible sectors: ", "可視セクタ：") + number_in(*areas, "visible_sectors"),
              view_.told("host-protected area: ", "ホスト保護領域（HPA）：") +
                  phrase(text_in(*areas, "host_protected_area")) + sectors("native_sectors"),
              view_.told("device configuration overlay: ", "装置構成オーバーレイ（DCO）：") +
                  phrase(text_in(*areas, "overlay")) + sectors("factory_sectors")};
    if (const std::string security = text_in(*areas, "security"); !security.empty()) {
      out.emplace_back(view_.told("ATA password: ", "ATAパスワード：") + phrase(security));
    }
    return out;
  }

  Value smart(const std::optional<Value>& told) const {
    if (!told || told->object() == nullptr) {
      return told ? Value(readable(*told)) : Value(nullptr);
    }
    if (const std::string why = text_in(*told, "why_not"); !why.empty()) {
      return view_.told("not available: ", "取得できず：") + phrase(why);
    }
    const auto passed = told->boolean_of("passed");
    std::string out = !passed   ? view_.told("the device gives no verdict", "装置の判定なし")
                      : *passed ? view_.told("passed", "合格")
                                : view_.told("failing", "不合格");
    const Value* counts = told->find("counts");
    if (counts != nullptr && counts->object() != nullptr) {
      for (const auto& [name, count] : *counts->object()) {
        out += view_.told("; ", "、") + phrase(name) + " " +
               (count.integer() == nullptr ? "?" : std::to_string(*count.integer()));
      }
    }
    return out;
  }

  Array write_block() const {
    const auto block = value("write_block");
    if (!block) {
      return {};
    }
    if (block->object() == nullptr) {
      return {readable(*block)};
    }
    const bool asked = block->boolean_of("asked").value_or(false);
    Array out{
        asked ? view_.told(
                    "set by this program in the kernel and left set; software, not a hardware write blocker",
                    "本プログラムがカーネルに設定し、解除していない。ソフトウェアによるもので、書込防止装置で"
                    "はない")
              : view_.told("not set by this program", "本プログラムは設定していない")};
    add_flags(out, view_.told("found: ", "設定前："), block->find("before"));
    add_flags(out, view_.told("afterwards: ", "設定後："), block->find("after"));
    return out;
  }

  Value in_use(const Value& entry) const {
    const Value* found = entry.at_path("body.source.in_use");
    if (found == nullptr || found->boolean() == nullptr) {
      return nullptr;
    }
    const Value* root = entry.at_path("body.source.holds_running_system");
    const bool running = root != nullptr && root->boolean() != nullptr && *root->boolean();
    if (!*found->boolean()) {
      return view_.told("no", "いいえ");
    }
    return running ? view_.told(
                         "yes: it holds the running system of the computer that imaged it; the image is not "
                         "of one "
                         "moment, and what is said of the source is as reported by the host",
                         "はい。取得に用いたコンピュータの稼働中のシステムを格納する。イメージは一時点のもの"
                         "ではなく、原媒体に関する記載は当該ホストの報告による")
                   : view_.told("yes, mounted writable; the image is not of one moment",
                                "はい（書込可能でマウント）。イメージは一時点のものではない");
  }

 private:
  template <typename Make>
  static Array each(const Value* list, const Make& make) {
    Array out;
    if (list != nullptr && list->array() != nullptr) {
      std::transform(list->array()->begin(), list->array()->end(), std::back_inserter(out), make);
    }
    return out;
  }

  void add_flags(Array& out, const std::string& when, const Value* states) const {
    std::string line;
    if (states == nullptr || states->array() == nullptr) {
      return;
    }
    for (const Value& state : *states->array()) {
      line += (line.empty() ? "" : view_.told(", ", "、")) + text_in(state, "device") + " " +
              (state.boolean_of("read_only").value_or(false) ? view_.told("read-only", "読取専用")
                                                             : view_.told("writable", "書込可能"));
    }
    if (!line.empty()) {
      out.emplace_back(when + line);
    }
  }

  const CaseView& view_;
  std::uint64_t seq_;
};

}  // namespace

Object source_facts(const CaseView& view, std::uint64_t seq, const Value& entry) {
  const Words words(view, seq);
  const auto fact = [&](const char* name) {
    return text_or_null(view.text(seq, std::string("body.source.") + name));
  };
  const auto list = [&](const char* name) {
    const auto found = view.texts(seq, std::string("body.source.") + name);
    return found.empty() ? Array{view.told("none", "なし")} : Array(found.begin(), found.end());
  };
  const auto plain = [&](const char* name) {
    const Value* found = entry.at_path(std::string("body.source.") + name);
    return found == nullptr ? Value(nullptr) : *found;
  };
  const auto links = view.texts(seq, "body.source.by_id");
  Object out{{"encryption", words.encryption()},
             {"firmware", fact("firmware")},
             {"hidden", words.hidden()},
             {"holders", list("holders")},
             {"in_use", words.in_use(entry)},
             {"links", Array(links.begin(), links.end())},
             {"model", fact("model")},
             {"mounts", list("mounts")},
             {"path", fact("path")},
             {"physical_sector_size", plain("physical_sector_size")},
             {"read_only", plain("read_only")},
             {"sector_size", plain("logical_sector_size")},
             {"serial", fact("serial")},
             {"size", plain("size")},
             {"smart", words.smart(words.value("smart"))},
             {"transport", fact("transport")},
             {"write_block", words.write_block()},
             {"wwn", fact("wwn")}};
  words.add_medium(out);
  return out;
}

Value smart_after(const CaseView& view, std::uint64_t seq) {
  return Words(view, seq).smart(view.value(seq, "body.source_after.smart"));
}

}  // namespace report
