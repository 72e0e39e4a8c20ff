package org.ldpi.shell.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static String printed(Table table) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        table.print(new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    @Test
    void columnsStandUnderEachOther() {
        Table table = new Table(List.of("NAME", "N"), List.of(List.of("a", "10"), List.of("longer", "2")), "none");
        assertEquals("NAME    N\na       10\nlonger  2\n", printed(table));
    }

    @Test
    void aTableWithoutRowsSaysSo() {
        assertEquals("none\n", printed(new Table(List.of("NAME"), List.of(), "none")));
    }

    @Test
    void aRowOfAnotherLengthIsAMistake() {
        assertThrows(
                IllegalArgumentException.class, () -> new Table(List.of("NAME"), List.of(List.of("a", "b")), "none"));
    }
}
