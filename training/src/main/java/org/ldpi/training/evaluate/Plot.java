package org.ldpi.training.evaluate;

import java.util.List;
import java.util.Locale;

/** A plot as inline SVG: axes, ticks and what is drawn over them. Coordinates are given as shares of the plot's area. */
final class Plot {
    private static final int WIDTH = 520;
    private static final int HEIGHT = 300;
    private static final int LEFT = 64;
    private static final int BOTTOM = 48;
    private static final int TOP = 14;
    private static final int RIGHT = 16;

    private final StringBuilder svg = new StringBuilder();

    Plot(String title, String xLabel, String yLabel) {
        add("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", WIDTH, HEIGHT, HtmlPage.escape(title));
        add(
                "<text class=\"label\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, HtmlPage.escape(xLabel));
        add(
                "<text class=\"label\" x=\"14\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 14 %d)\">%s</text>",
                (TOP + HEIGHT - BOTTOM) / 2, (TOP + HEIGHT - BOTTOM) / 2, HtmlPage.escape(yLabel));
    }

    /** A point; x and y are 0 at the lower left and 1 at the upper right. */
    record Point(double x, double y) {}

    Plot xTick(double at, String text) {
        add("<line class=\"grid\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>", x(at), TOP, x(at), HEIGHT - BOTTOM);
        add(
                "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
                x(at), HEIGHT - BOTTOM + 16, text);
        return this;
    }

    Plot yTick(double at, String text) {
        add("<line class=\"grid\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>", LEFT, y(at), WIDTH - RIGHT, y(at));
        add("<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6, y(at) + 4, text);
        return this;
    }

    Plot bar(double from, double to, double height, String style) {
        if (height > 0) {
            add(
                    "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                    style, x(from), y(height), x(to) - x(from), y(0) - y(height));
        }
        return this;
    }

    Plot line(List<Point> points, String style) {
        StringBuilder path = new StringBuilder();
        for (Point point : points) {
            path.append(path.isEmpty() ? "M" : "L").append(format("%.1f %.1f", x(point.x()), y(point.y())));
        }
        add("<path class=\"%s\" d=\"%s\"/>", style, path);
        return this;
    }

    Plot mark(double at, String text) {
        add("<line class=\"mark\" x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\"/>", x(at), TOP, x(at), HEIGHT - BOTTOM);
        add(
                "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"end\">%s</text>",
                x(at) - 4, TOP + 10, HtmlPage.escape(text));
        return this;
    }

    Plot dots(List<Point> points, String style) {
        for (Point point : points) {
            add("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\"/>", style, x(point.x()), y(point.y()));
        }
        return this;
    }

    String svg() {
        return svg + "</svg>";
    }

    private static double x(double share) {
        return LEFT + Math.max(0, Math.min(1, share)) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double share) {
        return HEIGHT - BOTTOM - Math.max(0, Math.min(1, share)) * (HEIGHT - BOTTOM - TOP);
    }

    private void add(String format, Object... values) {
        svg.append(format(format, values)).append('\n');
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
