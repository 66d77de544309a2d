// SPDX-License-Identifier: Apache-2.0
#include "acquire/reading/ewf_structure.h"

#include <algorithm>

#include "acquire/image/ewf_layout.h"
#include "acquire/image/segment_file.h"
#include "acquire/image/segments.h"
#include "acquire/reading/ewf_header.h"
#include "acquire/reading/ewf_tables.h"
#include "acquire/reading/inflate.h"
#include "acquire/stages/compressor.h"
#include "core/text.h"

namespace acquire {
namespace {

constexpr std::size_t kOldVolumeSize = 94;  // of the layout before EnCase
constexpr std::size_t kHeaderLimit = 16U << 20U;

struct Section {
  std::string type;
  std::uint64_t offset = 0;  // of the descriptor
  std::uint64_t next = 0;
  std::uint64_t size = 0;  // with the descriptor
  std::uint64_t data() const { return offset + ewf::kDescriptorSize; }
  std::uint64_t data_size() const { return size - ewf::kDescriptorSize; }
  bool is_last() const { return type == "next" || type == "done"; }
};

/// A table section as it was found.
struct FoundTable {
  EwfTable table;
  StretchSum sum;      // of its head and entries
  bool sound = false;  // its checksums hold
};

bool checksum_holds(core::ByteView data, std::size_t covered) {
  return adler32(data.first(covered)) == little32(data, covered);
}

/// Walks one set; results and faults gather in the members.
class Walk {
 public:
  Walk(const std::vector<core::Path>& segments, FaultList& faults) : segments_(segments), faults_(faults) {}

  EwfStructure run() {
    for (index_ = 0; index_ < segments_.size(); ++index_) {
      file_.emplace(segments_[index_]);
      out_.stored_size += file_->size();
      walk_segment();
    }
    file_.reset();
    check_counts();
    out_.header = std::move(wide_);
    fill_from(out_.header, narrow_);
    return std::move(out_);
  }

 private:
  void fault(const std::string& what) { faults_.add(file_->name() + ": " + what); }
  void fault_of_set(const std::string& what) { faults_.add_of_set(file_->name() + ": " + what); }
  static std::string in_section(const Section& section, const std::string& what) {
    return "section \"" + section.type + "\" at offset " + std::to_string(section.offset) + ": " + what;
  }
  void fault(const Section& section, const std::string& what) { fault(in_section(section, what)); }

  void walk_segment() {
    sectors_.reset();
    first_.reset();
    damaged_ = false;
    if (check_file_header()) {
      walk_sections();
    }
    settle_table();
  }

  void walk_sections() {
    std::uint64_t offset = ewf::kFileHeaderSize;
    for (;;) {
      const std::optional<Section> section = read_descriptor(offset);
      if (!section) {
        return;
      }
      if (section->is_last()) {
        check_end(*section);
        return;
      }
      read_section(*section);
      offset = section->next;
    }
  }

  bool check_file_header() {
    const auto header = file_->bytes(0, ewf::kFileHeaderSize);
    if (!header || !std::equal(ewf::kSignature.begin(), ewf::kSignature.end(), header->begin())) {
      fault_of_set("the file does not start with the signature of an E01 segment");
      return false;
    }
    if ((*header)[8] != 1 || little16(*header, 11) != 0) {
      fault("the header of the file has unknown values");
    }
    number_ = little16(*header, 9);
    if (number_ != index_ + 1) {
      fault_of_set("it says that it is segment " + std::to_string(number_) + ", in the place of segment " +
                   std::to_string(index_ + 1));
    }
    return true;
  }

  std::optional<Section> read_descriptor(std::uint64_t offset) {
    const auto raw = file_->bytes(offset, ewf::kDescriptorSize);
    if (!raw) {
      fault("the file is cut short: it ends at " + std::to_string(file_->size()) +
            " bytes, and a section should start at offset " + std::to_string(offset));
      return std::nullopt;
    }
    if (!checksum_holds(*raw, ewf::kDescriptorSize - 4)) {
      fault("the section descriptor at offset " + std::to_string(offset) +
            " has a wrong checksum; the rest of the file was not examined");
      return std::nullopt;
    }
    const std::string_view name = core::as_text(core::ByteView(*raw).first(16));
    Section section{core::shown(name.substr(0, name.find('\0'))), offset, little64(*raw, 16),
                    little64(*raw, 24)};
    return is_sane(section) ? std::optional(std::move(section)) : std::nullopt;
  }

  bool is_sane(const Section& section) {
    if (section.is_last()) {
      return true;
    }
    if (section.next < section.offset + ewf::kDescriptorSize) {
      fault(section,
            "the next section is said to be at offset " + std::to_string(section.next) + ", not after it");
      return false;
    }
    if (section.size < ewf::kDescriptorSize || section.size > section.next - section.offset) {
      fault(section,
            "its size of " + std::to_string(section.size) + " bytes does not fit before the next section");
      return false;
    }
    if (section.next > file_->size()) {
      fault("the file is cut short: it ends at " + std::to_string(file_->size()) +
            " bytes, inside the section \"" + section.type + "\" that reaches to " +
            std::to_string(section.next));
      return false;
    }
    if (section.next != section.offset + section.size) {
      fault(section, std::to_string(section.next - section.offset - section.size) +
                         " bytes lie between its end and the next section");
    }
    return true;
  }

  void check_end(const Section& section) {
    const bool last_file = index_ + 1 == segments_.size();
    // EnCase points at the section itself, the original EWF and SMART behind it.
    if ((section.next != section.offset && section.next != section.data()) ||
        (section.size != 0 && section.size != ewf::kDescriptorSize)) {
      fault(section, "the last section points neither at itself nor at its end");
    }
    if (section.data() < file_->size()) {
      fault(std::to_string(file_->size() - section.data()) + " bytes follow the last section");
    }
    if (section.type == "done" && !last_file) {
      fault_of_set("the set ends in this segment, but segment " + std::to_string(index_ + 2) + " exists");
    }
    if (section.type == "next" && last_file) {
      faults_.add_of_set("segment " + std::to_string(number_ + 1) + " of the set is missing: " + next_name());
    }
  }

  std::string next_name() const {
    const core::Path& first = segments_.front();
    const std::string extension = first.extension().native();
    const std::string next = ewf_extension(number_ + 1, extension.size() > 1 ? extension[1] : 'E');
    return core::shown(core::Path(first).replace_extension(next).filename().native());
  }

  void read_section(const Section& section) {
    if (section.type == "volume" || section.type == "disk" || section.type == "data") {
      read_volume(section);
    } else if (section.type == "sectors") {
      settle_table();
      sectors_ = section;
    } else if (section.type == "table" || section.type == "table2") {
      read_table(section);
    } else if (section.type == "hash") {
      read_digests(section, ewf::kHashSize);
    } else if (section.type == "digest") {
      read_digests(section, ewf::kDigestSize);
    } else if (section.type == "error2") {
      read_error_list(section);
    } else if (section.type == "header" || section.type == "header2" || section.type == "xheader" ||
               section.type == "xhash") {
      read_packed_text(section);
    }
  }

  /// The data of a section that has at least `size` bytes; a fault and nullopt when it has fewer.
  std::optional<core::Bytes> section_bytes(const Section& section, std::size_t size) {
    auto data = section.data_size() < size ? std::nullopt : file_->bytes(section.data(), size);
    if (!data) {
      fault(section,
            "it is shorter than the " + std::to_string(size) + " bytes it must have, or cannot be read");
    }
    return data;
  }

  /// The first `size` bytes of a section, the last four of which are the checksum of the others; a fault and
  /// nullopt when they are not. `part` is what they are called in the fault.
  std::optional<core::Bytes> checked_bytes(const Section& section, std::size_t size,
                                           const std::string& part = "its data") {
    auto data = section_bytes(section, size);
    if (data && !checksum_holds(*data, size - 4)) {
      fault(section, "the checksum of " + part + " is wrong");
      return std::nullopt;
    }
    return data;
  }

  void read_volume(const Section& section) {
    const bool old_layout = section.data_size() == kOldVolumeSize;
    const std::size_t size = old_layout ? kOldVolumeSize : ewf::kVolumeSize;
    const auto data = checked_bytes(section, size);
    if (!data) {
      return;
    }
    EwfVolume volume{little32(*data, 4), little32(*data, 8), little32(*data, 12), 0, {}};
    volume.sector_count = old_layout ? little32(*data, 16) : little64(*data, 16);
    if (!old_layout && !out_.volume) {
      out_.removable = (*data)[0] == 0;
      out_.of_device = ((*data)[36] & 2U) != 0;
    }
    if (!old_layout) {
      std::copy_n(data->begin() + 64, volume.set_identifier.size(), volume.set_identifier.begin());
    }
    take_volume(section, volume);
  }

  void take_volume(const Section& section, const EwfVolume& volume) {
    if (out_.volume) {
      compare_volume(section, volume);
      return;
    }
    if (section.type == "data") {
      fault(section, "it comes before any volume section");
    }
    const std::uint64_t chunk_size = volume.chunk_size();
    if (chunk_size == 0 || chunk_size > kChunkSizeLimit ||
        __builtin_mul_overflow(volume.sector_count, std::uint64_t{volume.bytes_per_sector},
                               &out_.media_size)) {
      fault(section, "it declares impossible sizes: " + std::to_string(volume.sector_count) + " sectors of " +
                         std::to_string(volume.bytes_per_sector) + " bytes in chunks of " +
                         std::to_string(volume.sectors_per_chunk) + " sectors");
      out_.media_size = 0;
      return;
    }
    out_.volume = volume;
  }

  void compare_volume(const Section& section, const EwfVolume& volume) {
    if (volume.set_identifier != out_.volume->set_identifier) {
      fault_of_set(in_section(section, "the segment belongs to another set: its identifier is " +
                                           core::to_hex(volume.set_identifier) +
                                           ", that of the first segment " +
                                           core::to_hex(out_.volume->set_identifier)));
    } else if (volume != *out_.volume) {
      fault_of_set(in_section(section, "it declares other sizes than the first volume section"));
    }
  }

  /// Chunks are read through the first table of a pair, and through the second where only that one is sound.
  void read_table(const Section& section) {
    if (section.type == "table") {
      settle_table();
      first_ = table_at(section);
      damaged_ = !first_ || !first_->sound;
      if (!damaged_) {
        add_table(first_->table);
      }
      return;
    }
    const std::optional<FoundTable> second = table_at(section);
    if (!second) {
      return;
    }
    if (damaged_ && second->sound) {
      fault(section, "it is used in the place of the table before it, which is damaged");
      first_ = second;
    } else if (!first_ || first_->sum.sha256 != second->sum.sha256) {
      fault(section, "it does not repeat the table before it");
      first_ = first_ ? first_ : second;
    }
    settle_table();
  }

  /// A damaged table that no sound one followed is better than none.
  void settle_table() {
    if (damaged_ && first_) {
      add_table(first_->table);
    }
    damaged_ = false;
    first_.reset();
  }

  /// Nullopt, with the fault told, when it cannot be used at all.
  std::optional<FoundTable> table_at(const Section& section) {
    const auto head = checked_bytes(section, ewf::kTableHeadSize, "its head");
    if (!head) {
      return std::nullopt;
    }
    FoundTable found;
    found.table = {index_, section.data() + ewf::kTableHeadSize, little32(*head, 0), little64(*head, 8), 0,
                   0};
    const std::uint64_t size = std::uint64_t{found.table.count} * 4;
    if (size > section.data_size() - ewf::kTableHeadSize) {
      fault(section, "it counts " + std::to_string(found.table.count) + " chunks, more than it has room for");
      return std::nullopt;
    }
    const auto sum = sum_of(*file_, *head, found.table.entries_offset, size);
    if (!sum) {
      fault(section, "its entries cannot be read");
      return std::nullopt;
    }
    found.sum = *sum;
    check_table_entries(section, found);
    return found;
  }

  void check_table_entries(const Section& section, FoundTable& found) {
    const std::uint64_t room = section.data_size() - ewf::kTableHeadSize;
    const std::uint64_t size = std::uint64_t{found.table.count} * 4;
    const std::uint64_t end = found.table.entries_offset + size;
    const auto checksum = room >= size + 4 ? file_->bytes(end, 4) : std::nullopt;
    const bool holds = checksum && found.sum.adler32 == little32(*checksum, 0);
    if (!sectors_) {
      // The chunks follow the entries, with or without a checksum between.
      found.table.data_start = end + (holds ? 4 : 0);
      found.table.data_end = section.offset + section.size;
      found.sound = true;
      return;
    }
    found.table.data_start = sectors_->data();
    found.table.data_end = sectors_->offset + sectors_->size;
    found.sound = holds;
    if (!holds) {
      fault(section, "the checksum of its entries is wrong");
    } else if (room > size + 4) {
      fault(section, std::to_string(room - size - 4) + " bytes follow its entries");
    }
  }

  void add_table(const EwfTable& table) {
    if (out_.tables.size() == kTableLimit) {
      fault("the image has more than " + std::to_string(kTableLimit) +
            " tables; those that follow are not read");
    }
    if (out_.tables.size() < kTableLimit) {
      out_.tables.push_back(table);
      out_.tabled_chunks += table.count;
    }
  }

  void read_digests(const Section& section, std::size_t size) {
    const auto data = checked_bytes(section, size);
    if (!data) {
      return;
    }
    keep(section, out_.md5, core::Md5::from(core::ByteView(*data).first(core::Md5::kSize)));
    if (size == ewf::kDigestSize) {
      keep(section, out_.sha1,
           core::Sha1::from(core::ByteView(*data).subspan(core::Md5::kSize, core::Sha1::kSize)));
    }
  }

  /// Zero bytes stand for a digest that was not computed.
  template <typename D>
  void keep(const Section& section, std::optional<D>& kept, const std::optional<D>& found) {
    if (!found || *found == D{}) {
      return;
    }
    if (kept && *kept != *found) {
      fault(section, "it stores another digest than the sections before it");
    }
    kept = found;
  }

  void read_error_list(const Section& section) {
    const auto head = checked_bytes(section, ewf::kErrorHeadSize, "its head");
    if (!head) {
      return;
    }
    const std::uint32_t count = little32(*head, 0);
    const std::uint64_t size = std::uint64_t{count} * 8;
    if (section.data_size() - ewf::kErrorHeadSize < size + 4) {
      fault(section, "it counts more errors than it has room for");
      return;
    }
    const std::uint64_t entries = section.data() + ewf::kErrorHeadSize;
    auto errors = read_error_ranges(*file_, {entries, count}, out_.volume ? out_.volume->bytes_per_sector : 0,
                                    out_.media_size, ErrorRanges::kLimit - out_.recorded_errors.size());
    const auto checksum = file_->bytes(entries + size, 4);
    if (!errors || !checksum || errors->adler32 != little32(*checksum, 0)) {
      fault(section, "the checksum of its entries is wrong");
    }
    if (errors) {
      take_errors(section, std::move(*errors));
    }
  }

  void take_errors(const Section& section, ErrorRanges errors) {
    if (errors.first_outside) {
      fault(section, "it lists " + std::to_string(errors.outside) +
                         " ranges outside the media, the first of " +
                         std::to_string(errors.first_outside->length) + " sectors from sector " +
                         std::to_string(errors.first_outside->offset));
    }
    std::vector<Range>& kept = out_.recorded_errors;
    if (kept.empty()) {
      kept = std::move(errors.ranges);
    } else {
      kept.insert(kept.end(), errors.ranges.begin(), errors.ranges.end());
    }
    if (errors.left_out > 0) {
      fault(section, std::to_string(errors.left_out) +
                         " of the read errors it lists are not given: only the first " +
                         std::to_string(ErrorRanges::kLimit) + " are");
    }
  }

  void read_packed_text(const Section& section) {
    if (section.data_size() > kHeaderLimit) {
      fault(section, "it is too large for what it holds");
      return;
    }
    const auto data = section_bytes(section, static_cast<std::size_t>(section.data_size()));
    const auto text = data ? unpack_zlib_stream(*data, kHeaderLimit) : std::nullopt;
    if (data && !text) {
      fault(section, "its text cannot be unpacked whole");
    }
    if (text && section.type == "header2") {
      fill_from(wide_, parse_ewf_header(*text, HeaderText::utf16, faults_));
    } else if (text && section.type == "header") {
      fill_from(narrow_, parse_ewf_header(*text, HeaderText::bytes, faults_));
    }
  }

  void check_counts() {
    if (!out_.volume) {
      faults_.add_of_set("no section of the image tells the size of the media");
      return;
    }
    const EwfVolume& volume = *out_.volume;
    if (out_.tabled_chunks != volume.chunk_count) {
      faults_.add("the image declares " + std::to_string(volume.chunk_count) +
                  " chunks, but its tables list " + std::to_string(out_.tabled_chunks));
    }
    const std::uint64_t needed = volume.sector_count / volume.sectors_per_chunk +
                                 (volume.sector_count % volume.sectors_per_chunk != 0);
    if (needed != volume.chunk_count) {
      faults_.add("the image declares " + std::to_string(volume.sector_count) + " sectors, which need " +
                  std::to_string(needed) + " chunks, but declares " + std::to_string(volume.chunk_count) +
                  " chunks");
    }
  }

  const std::vector<core::Path>& segments_;
  FaultList& faults_;
  EwfStructure out_;
  std::size_t index_ = 0;
  std::optional<SegmentFile> file_;  // segments_[index_]
  std::uint64_t number_ = 0;         // that it says it has
  std::optional<Section> sectors_;   // the last sectors section of this segment
  std::optional<FoundTable>
      first_;             // the table section before, when it could be read and no second one came yet
  bool damaged_ = false;  // there was a table section whose chunks are not taken yet
  ImageReading::Header wide_, narrow_;  // of header2, of header
};

}  // namespace

EwfStructure walk_ewf(const std::vector<core::Path>& segments, FaultList& faults) {
  return Walk(segments, faults).run();
}

}  // namespace acquire
