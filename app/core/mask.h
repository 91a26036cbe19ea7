// SPDX-License-Identifier: Apache-2.0
// What may be shown of a person where others can see it (design: experience.md 2.2 rule 5, 1.2 item
// 28). Two people can have one mask, so a mask never stands without the number.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace menzhen::core {

/// A longer name is hidden whole: no screen could show its mask.
inline constexpr std::size_t maskNameMaxBytes = 256;
/// Shown for a name that cannot be read (not UTF-8, too long, no letter in it).
inline constexpr std::string_view maskHidden = "***";

/// The surnames of resources/names/double-surnames.txt, put in at build time (core reads no file).
std::span<const std::string_view> doubleSurnames();

/// The masked name, UTF-8.
/// A name that begins with a Chinese, Japanese or Korean character: the surname is what stands
/// before the first middle dot; without a dot a listed double surname that something follows, else
/// the first character. It stays. The given part is the rest without spaces: one character becomes
/// `*`, more become `*` and the last one: 张三 -> 张*, 欧阳修 -> 欧阳*, 司马相如 -> 司马*如,
/// 阿依·古丽 -> 阿依*丽. A single character is a surname alone and stays. Any other name: of each
/// word (between spaces or middle dots) the first letter and `***`. White space of every kind
/// around it is dropped; nothing but white space gives nothing.
std::string maskName(std::string_view name);
std::string maskName(std::string_view name, std::span<const std::string_view> surnames);

/// All but the last two characters become `*`; two or fewer are hidden whole.
std::string maskIdNumber(std::string_view number);
/// 13812345678 -> 138****5678, a leading +86 dropped. Of a number of 7 to 10 digits only the last
/// two stay; of a shorter one, or of anything but digits, nothing.
std::string maskPhone(std::string_view phone);

} // namespace menzhen::core
