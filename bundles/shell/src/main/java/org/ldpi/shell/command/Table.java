package org.ldpi.shell.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows under named columns, to be drawn by the shell that shows them.
 *
 * @param columns at least one
 * @param rows each as long as the columns
 * @param empty one line to show instead of no rows
 */
public record Table(List<String> columns, List<List<String>> rows, String empty) {
    public Table {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(row + " is no row of " + columns);
            }
        }
    }

    /** Draws the table with spaces alone, so that scripts can cut it apart. */
    public void print(PrintStream out) {
        if (rows.isEmpty()) {
            out.println(empty);
            return;
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns);
        lines.addAll(rows);
        int[] width = new int[columns.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < width.length; i++) {
                width[i] = Math.max(width[i], line.get(i).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < width.length; i++) {
                text.append(line.get(i))
                        .append(" ".repeat(width[i] - line.get(i).length() + 2));
            }
            out.println(text.toString().stripTrailing());
        }
    }
}
