# SPDX-License-Identifier: Apache-2.0
# Rooms: one library, one folder, one link line.

# menzhen_rooms(FOLDER...): adds each folder that has a CMakeLists.txt.
function(menzhen_rooms)
    foreach(room IN LISTS ARGN)
        if(EXISTS ${PROJECT_SOURCE_DIR}/${room}/CMakeLists.txt)
            add_subdirectory(${PROJECT_SOURCE_DIR}/${room} ${CMAKE_BINARY_DIR}/rooms/${room})
        endif()
    endforeach()
endfunction()

# Compiles several of the target's sources at a time: reading and instantiating the libraries' headers is most of a
# source's time (docs/decisions/2026-11-22-several-sources-at-a-time.md). Files ALONE define what another of the room
# defines too. `cmake --preset dev` compiles every file by itself.
function(menzhen_together target alone)
    if(NOT MENZHEN_TOGETHER)
        return()
    endif()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${MENZHEN_TOGETHER})
    set_source_files_properties(${alone} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    # A type of an anonymous namespace in a class of its own file is no fault because the file is included.
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
endfunction()

# menzhen_room(NAME SOURCES file... LINKS target... [PRIVATE_LINKS target...] [ALONE file...])
# LINKS is the room's law: what its headers may include. PRIVATE_LINKS stays inside its .cpp files.
function(menzhen_room name)
    cmake_parse_arguments(ROOM "" "" "SOURCES;LINKS;PRIVATE_LINKS;ALONE" ${ARGN})
    if(ROOM_SOURCES)
        add_library(menzhen_${name} STATIC ${ROOM_SOURCES})
        target_include_directories(menzhen_${name} PUBLIC ${PROJECT_SOURCE_DIR})
        target_link_libraries(menzhen_${name} PUBLIC ${ROOM_LINKS} PRIVATE ${ROOM_PRIVATE_LINKS} menzhen_warnings)
        menzhen_together(menzhen_${name} "${ROOM_ALONE}")
    else()
        add_library(menzhen_${name} INTERFACE)
        target_include_directories(menzhen_${name} INTERFACE ${PROJECT_SOURCE_DIR})
        target_link_libraries(menzhen_${name} INTERFACE ${ROOM_LINKS})
    endif()
    add_library(Menzhen::${name} ALIAS menzhen_${name})
endfunction()

# menzhen_program(NAME SOURCES file... LINKS target... [ALONE file...])
function(menzhen_program name)
    cmake_parse_arguments(PROGRAM "" "" "SOURCES;LINKS;ALONE" ${ARGN})
    add_executable(${name} ${PROGRAM_SOURCES})
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE ${PROGRAM_LINKS} menzhen_warnings)
    menzhen_together(${name} "${PROGRAM_ALONE}")
endfunction()

# menzhen_test(NAME SOURCES file... LINKS target... [ALONE file...]): GoogleTest, for rooms without Qt.
# One binary a room; every TEST is its own line in ctest. Data is found under MENZHEN_TEST_DATA.
function(menzhen_test name)
    cmake_parse_arguments(TEST "" "" "SOURCES;LINKS;ALONE" ${ARGN})
    add_executable(tst_${name} ${TEST_SOURCES})
    target_include_directories(tst_${name} PRIVATE ${PROJECT_SOURCE_DIR})
    target_compile_definitions(tst_${name} PRIVATE
        MENZHEN_TEST_DATA="${PROJECT_SOURCE_DIR}/tests/data" MENZHEN_RESOURCES="${PROJECT_SOURCE_DIR}/resources"
        MENZHEN_BIN="${CMAKE_BINARY_DIR}/bin")
    target_link_libraries(tst_${name} PRIVATE ${TEST_LINKS} GTest::gmock_main menzhen_warnings)
    menzhen_together(tst_${name} "${TEST_ALONE}")
    set_target_properties(tst_${name} PROPERTIES MENZHEN_TEST_TOGETHER "${MENZHEN_TOGETHER}")
    target_compile_options(tst_${name} PRIVATE ${MENZHEN_TEST_OPTIONS})
    gtest_discover_tests(tst_${name} TEST_PREFIX ${name}. PROPERTIES TIMEOUT 120 LABELS plain DISCOVERY_TIMEOUT 60)
    # What `./test asan` and `./test tsan` build: the rooms without Qt.
    if(NOT TARGET plain_tests)
        add_custom_target(plain_tests)
    endif()
    add_dependencies(plain_tests tst_${name})
endfunction()

# menzhen_script_test(NAME script [arg...]): a Python or shell test that drives real programs.
function(menzhen_script_test name)
    add_test(NAME ${name} COMMAND ${ARGN})
    set_tests_properties(${name} PROPERTIES TIMEOUT 300
        ENVIRONMENT "MENZHEN_BIN=${CMAKE_BINARY_DIR}/bin;MENZHEN_ROOT=${PROJECT_SOURCE_DIR}")
endfunction()
