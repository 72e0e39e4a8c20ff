package org.ldpi.encoder.trees;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.ldpi.api.encoder.EncoderException;

/**
 * Regression trees whose leaves are added up (Chen and Guestrin 2016). Immutable.
 *
 * <p>As bytes, little-endian: {@code LDPT}, format (u32), columns (u32), base (float32), number of trees (u32); for each tree
 * the number of its nodes (u32) and the nodes, the root first, each behind its parent: column (i32, -1 for a leaf),
 * threshold or value of the leaf (float32), node where the column is less than the threshold (u32), node otherwise (u32).
 */
public final class Forest {
    private static final int MAGIC = 'L' | 'D' << 8 | 'P' << 16 | 'T' << 24;
    private static final int FORMAT = 1;
    private static final int HEADER_BYTES = 20;
    private static final int NODE_BYTES = 16;
    private static final int LEAF = -1;
    private static final int MOST_TREES = 100_000;

    private final int columns;
    private final float base;
    private final List<Tree> trees;

    /**
     * A tree, its nodes in arrays of one length, the root first, each node behind its parent.
     *
     * @param column what is asked at a node, -1 for a leaf
     * @param value less than this goes to the lower node; what a leaf adds
     * @param lower node where the column is less
     * @param other node otherwise
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Tree(int[] column, float[] value, int[] lower, int[] other) {
        private float leaf(float[] row) {
            int node = 0;
            while (column[node] != LEAF) {
                node = row[column[node]] < value[node] ? lower[node] : other[node];
            }
            return value[node];
        }

        private void check(int columns) throws EncoderException {
            if (column.length == 0) {
                throw new EncoderException("a tree without nodes");
            }
            for (int node = 0; node < column.length; node++) {
                if (!Float.isFinite(value[node])) {
                    throw new EncoderException("a node holds " + value[node]);
                }
                if (column[node] < LEAF || column[node] >= columns) {
                    throw new EncoderException("a node asks for column " + column[node] + " of " + columns);
                }
                // Each node behind its parent: no walk can go round.
                if (column[node] != LEAF && !(behind(node, lower[node]) && behind(node, other[node]))) {
                    throw new EncoderException(
                            "node " + node + " of " + column.length + " goes to " + lower[node] + " or " + other[node]);
                }
            }
        }

        private boolean behind(int node, int next) {
            return next > node && next < column.length;
        }
    }

    /**
     * Trees over rows.
     *
     * @param columns of a row
     * @param base what the leaves are added to
     * @throws EncoderException when a tree cannot be walked, or holds a value that is not finite
     */
    public Forest(int columns, float base, List<Tree> trees) throws EncoderException {
        if (!Float.isFinite(base)) {
            throw new EncoderException("the base is " + base);
        }
        for (Tree tree : trees) {
            tree.check(columns);
        }
        this.columns = columns;
        this.base = base;
        this.trees = List.copyOf(trees);
    }

    int columns() {
        return columns;
    }

    /** The sum of the base and a leaf of each tree. */
    public float sum(float[] row) {
        float sum = base;
        for (Tree tree : trees) {
            sum += tree.leaf(row);
        }
        return sum;
    }

    /** The trees as bytes. */
    public ByteBuffer weights() {
        int nodes = trees.stream().mapToInt(tree -> tree.column().length).sum();
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + Integer.BYTES * trees.size() + NODE_BYTES * nodes)
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).putInt(FORMAT).putInt(columns).putFloat(base).putInt(trees.size());
        for (Tree tree : trees) {
            out.putInt(tree.column().length);
            for (int node = 0; node < tree.column().length; node++) {
                out.putInt(tree.column()[node]).putFloat(tree.value()[node]);
                out.putInt(tree.lower()[node]).putInt(tree.other()[node]);
            }
        }
        return out.flip();
    }

    /**
     * Trees that {@link #weights} wrote.
     *
     * @throws EncoderException when the bytes are no such trees, or end otherwise
     */
    static Forest read(ByteBuffer weights) throws EncoderException {
        ByteBuffer in = weights.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (in.getInt() != MAGIC) {
                throw new EncoderException("the weights do not begin with LDPT");
            }
            int format = in.getInt();
            if (format != FORMAT) {
                throw new EncoderException("weights of format " + format + ", this version reads " + FORMAT);
            }
            int columns = in.getInt();
            float base = in.getFloat();
            int count = in.getInt();
            if (count < 0 || count > MOST_TREES) {
                throw new EncoderException("weights of " + Integer.toUnsignedString(count) + " trees, at most "
                        + MOST_TREES + " are read");
            }
            Tree[] trees = new Tree[count];
            for (int i = 0; i < count; i++) {
                trees[i] = tree(in);
            }
            if (in.hasRemaining()) {
                throw new EncoderException("the weights have " + in.remaining() + " bytes behind their end");
            }
            return new Forest(columns, base, List.of(trees));
        } catch (BufferUnderflowException e) {
            throw new EncoderException("the weights end too early", e);
        }
    }

    private static Tree tree(ByteBuffer in) {
        int nodes = in.getInt();
        if (nodes < 0 || nodes > in.remaining() / NODE_BYTES) {
            throw new BufferUnderflowException();
        }
        Tree tree = new Tree(new int[nodes], new float[nodes], new int[nodes], new int[nodes]);
        for (int node = 0; node < nodes; node++) {
            tree.column()[node] = in.getInt();
            tree.value()[node] = in.getFloat();
            tree.lower()[node] = in.getInt();
            tree.other()[node] = in.getInt();
        }
        return tree;
    }
}
