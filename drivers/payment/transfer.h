// SPDX-License-Identifier: Apache-2.0
// One request under way, in libcurl's terms. For carrier.cpp alone.
#pragma once

#include "drivers/payment/carrier.h"

#include <curl/curl.h>

namespace menzhen::payment {

struct EasyCloser {
    void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};

struct ListCloser {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

class Transfer {
public:
    Transfer(HttpRequest request, Carrier::Done done, const CarrierSettings& settings);
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    CURL* easy() const { return easy_.get(); }

    /// Tells what came.
    void finish(CURLcode code);

private:
    void setUp(const CarrierSettings& settings);
    static std::size_t takeBody(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t takeHeader(char* bytes, std::size_t size, std::size_t count, void* self);

    HttpRequest request_;
    Carrier::Done done_;
    HttpAnswer answer_;
    std::size_t headerBytes_ = 0;
    std::unique_ptr<CURL, EasyCloser> easy_;
    std::unique_ptr<curl_slist, ListCloser> headers_;
};

} // namespace menzhen::payment
