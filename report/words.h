// SPDX-License-Identifier: Apache-2.0
// The Japanese of the words that entries hold in clear: kinds, states, actions, capacities and the choices of forms.
#pragma once

#include <string>

namespace report {

/// The word in that language; a word that is not known stays as it is.
std::string shown_word(const std::string& word, const std::string& language);

/// What an entry of that type records: "seal applied".
std::string shown_type(const std::string& type, const std::string& language);

/// A text of known words between semicolons, as the program records a result; what is not known stays as it is.
std::string shown_phrases(const std::string& text, const std::string& language);

}  // namespace report
