# SPDX-License-Identifier: Apache-2.0
# Language level, warnings, sanitizers, and the fast tools where they are present.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(QT_QML_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/qml)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(MENZHEN_CCACHE ccache)
if(MENZHEN_CCACHE)
    # Paths relative to the tree, so that two clones share what they compiled.
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${MENZHEN_CCACHE})
endif()
find_program(MENZHEN_MOLD mold)
if(MENZHEN_MOLD)
    add_link_options(-fuse-ld=mold)
endif()

# -O2: -O3 compiles a fifth longer and nothing here is faster with it.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # The compiler's own garbage collection costs up to a fifth of its time and saves 80 MB.
    add_compile_options("SHELL:--param ggc-min-expand=1000" "SHELL:--param ggc-min-heapsize=2000000")
endif()
# What a test's own sources are compiled with: a quarter faster, and what they test keeps its -O2.
set(MENZHEN_TEST_OPTIONS $<$<CONFIG:Release>:-O1>)

add_library(menzhen_warnings INTERFACE)
# Beside each other in one translation unit, one test's free names (`first`, `hall`) are seen by the next.
set(test_together $<BOOL:$<TARGET_PROPERTY:MENZHEN_TEST_TOGETHER>>)
target_compile_options(menzhen_warnings INTERFACE -Wall -Wextra -Wpedantic -Wconversion
    $<IF:${test_together},-Wshadow=local,-Wshadow>
    $<$<BOOL:${MENZHEN_WERROR}>:-Werror>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # "literal" + std::string is called an overlap when optimised (gcc bug 105651, fixed in 13), and
    # a moved-from std::variant member uninitialised.
    target_compile_options(menzhen_warnings INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()

option(MENZHEN_SEEDED_BUGS "Build mistakes in that MENZHEN_BUG=N or menzhen-sim --bug N switch on (app/core/bugs.h)" OFF)
if(MENZHEN_SEEDED_BUGS)
    add_compile_definitions(MENZHEN_SEEDED_BUGS)
endif()

if(MENZHEN_SANITIZE)
    add_compile_options(-fsanitize=${MENZHEN_SANITIZE} -fno-omit-frame-pointer -g1 -O1)
    add_link_options(-fsanitize=${MENZHEN_SANITIZE})
endif()
