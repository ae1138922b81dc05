package io.perigee.lua.compile;

import java.util.List;
import java.util.Map;

/**
 * The outcome of generating the class of a function.
 *
 * @param bytes the class file
 * @param constants the values that its initializer takes over
 * @param sites the invoke instructions of each body method in order, by name and descriptor
 * @param pieces the names of the methods that hold a part of a large function
 */
record GeneratedClass(
    byte[] bytes, Object[] constants, Map<String, List<Code.Site>> sites, List<String> pieces) {}
