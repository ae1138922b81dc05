package io.perigee.lua.value;

import java.util.function.DoubleBinaryOperator;

/**
 * A function of two numbers that also takes more of them, one after the other: {@code f(a, b, c)}
 * is {@code f(f(a, b), c)}.
 */
public interface NumberFold extends DoubleBinaryOperator {}
