// SPDX-License-Identifier: Apache-2.0
// What is wrong with an image, in words; bounded, so that a hostile image cannot fill the memory.
#pragma once

#include <string>
#include <vector>

namespace acquire {

class FaultList {
 public:
  static constexpr std::size_t kLimit = 1000;

  void add(std::string fault) {
    if (faults_.size() < kLimit) {
      faults_.push_back(std::move(fault));
    } else {
      ++left_out_;
    }
  }
  /// One that says that the files are not, or not all, those of one image in their order.
  void add_of_set(std::string fault) {
    if (of_set_.size() < kLimit) {
      of_set_.push_back(fault);
    }
    add(std::move(fault));
  }
  const std::vector<std::string>& of_set() const { return of_set_; }
  void add_all(const FaultList& other) {
    for (const std::string& fault : other.faults_) {
      add(fault);
    }
    left_out_ += other.left_out_;
    for (const std::string& fault : other.of_set_) {
      if (of_set_.size() < kLimit) {
        of_set_.push_back(fault);
      }
    }
  }
  bool empty() const { return faults_.empty(); }
  /// All that were kept, and how many more there were.
  std::vector<std::string> all() const {
    std::vector<std::string> out = faults_;
    if (left_out_ > 0) {
      out.push_back("and " + std::to_string(left_out_) + " more faults");
    }
    return out;
  }

 private:
  std::vector<std::string> faults_;
  std::vector<std::string> of_set_;  // those among them, and among the left out
  std::size_t left_out_ = 0;
};

}  // namespace acquire
