package io.perigee.lua.runtime;

import java.util.List;

/**
 * The activations at the point where an error was raised, innermost first. Message handlers run
 * after the stack is unwound, and read this instead of the stack, so that a traceback in a handler
 * shows where the error came from.
 *
 * @param activations the recorded activations
 */
public record ErrorStack(List<Activation> activations) {}
