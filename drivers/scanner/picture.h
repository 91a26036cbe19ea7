// SPDX-License-Identifier: Apache-2.0
// Picture files to grey: PNG, JPEG and PGM (P5, P2), told apart by their first bytes, not by name.
// Transparent places count as white paper. Errors (ErrorKind::Data unless said otherwise):
//   picture-missing   there is no such file (Device: it cannot be read)
//   picture-empty     no bytes
//   picture-too-large more than maxPictureBytes, or more than maxPicturePixels
//   picture-unknown   none of the three formats
//   picture-broken    the format's library gave up; `detail` says why
// Thread: reentrant.
#pragma once

#include "app/core/bytes.h"
#include "app/core/result.h"
#include "drivers/scanner/greyimage.h"

#include <filesystem>

namespace menzhen::scanner {

inline constexpr std::size_t maxPictureBytes = 64u << 20;
/// 100 megapixels: twice what phones take. Checked before any pixel is unpacked.
inline constexpr std::size_t maxPicturePixels = 100u << 20;

core::Result<GreyImage> loadPicture(const std::filesystem::path& file);
core::Result<GreyImage> decodePictureBytes(core::ByteView bytes);

core::Result<GreyImage> decodePng(core::ByteView bytes);
/// Large ones are unpacked at 1/2, 1/4 or 1/8, as long as the longer side keeps 1280 pixels. A
/// picture that ends too early keeps what was there (cameras cut frames); a broken head is an
/// error.
core::Result<GreyImage> decodeJpeg(core::ByteView bytes);
core::Result<GreyImage> decodePgm(core::ByteView bytes);

} // namespace menzhen::scanner
