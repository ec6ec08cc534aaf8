package io.holdfast.perf.report;

import java.util.List;

/**
 * Points for a plot.
 *
 * @param plot title of the plot; curves with the same are drawn together
 * @param name of the curve
 * @param xAxis what x is
 * @param yAxis what y is
 * @param x values
 * @param y values, as many
 */
public record Curve(String plot, String name, String xAxis, String yAxis, List<Double> x, List<Double> y) {}
