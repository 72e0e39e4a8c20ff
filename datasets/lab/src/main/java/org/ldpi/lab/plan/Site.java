package org.ldpi.lab.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The web site and files of a day: pages of several objects with sizes drawn from a log-normal distribution, and the
 * names in DNS.
 *
 * @param pages the pages
 * @param files files for transfer, sizes in bytes
 * @param zone DNS zone of the lab, under the reserved name {@code test} (RFC 6761)
 * @param names names in the zone that resolve, servers not among them
 * @param user user name of the protected pages
 * @param password password of the protected pages
 */
public record Site(List<Page> pages, List<Item> files, String zone, List<String> names, String user, String password) {
    /** Archives to download. */
    public static final int PACKAGES = 8;

    /** Mails in a box. */
    public static final int MAILS = 20;

    private static final int PAGES = 30;
    private static final int FILES = 12;
    private static final int NAMES = 40;
    private static final double MEDIAN_BYTES = 1500;
    private static final double SPREAD = 1.2;
    private static final int MAX_BYTES = 24_000;
    private static final String[] WORDS = {
        "alder", "basin", "cedar", "delta", "ember", "fjord", "grove", "harbor", "inlet", "juniper", "kiln", "lagoon",
        "meadow", "north", "orchid", "pine", "quarry", "ridge", "summit", "tundra", "upland", "valley", "willow",
                "yarrow"
    };

    /**
     * A file of the site.
     *
     * @param path path under the document root, no leading slash
     * @param bytes size
     */
    public record Item(String path, int bytes) {}

    /**
     * A page.
     *
     * @param folder folder under the document root
     * @param objects its objects, {@code index.html} first
     */
    public record Page(String folder, List<Item> objects) {}

    /**
     * Draws a site.
     *
     * @param seeds the day's random sources
     * @return a site
     */
    public static Site of(Seeds seeds) {
        Random random = seeds.random("site");
        String[] kinds = {"css", "js", "png", "jpg", "json", "svg"};
        List<Page> pages = new ArrayList<>();
        for (int p = 0; p < PAGES; p++) {
            String folder = word(random) + "-" + p;
            List<Item> objects = new ArrayList<>();
            objects.add(new Item("index.html", bytes(random)));
            int count = random.nextInt(7);
            for (int o = 0; o < count; o++) {
                objects.add(new Item(word(random) + o + "." + kinds[random.nextInt(kinds.length)], bytes(random)));
            }
            pages.add(new Page(folder, List.copyOf(objects)));
        }
        List<Item> files = new ArrayList<>();
        for (int f = 0; f < FILES; f++) {
            files.add(new Item(word(random) + f + ".dat", bytes(random) * 2));
        }
        List<String> names = new ArrayList<>();
        for (int n = 0; n < NAMES; n++) {
            names.add(word(random) + (random.nextInt(3) == 0 ? "." + word(random) : "") + n);
        }
        String zone = word(random) + ".test";
        return new Site(
                List.copyOf(pages),
                List.copyOf(files),
                zone,
                List.copyOf(names),
                word(random),
                word(random) + word(random) + random.nextInt(100));
    }

    static String word(Random random) {
        return WORDS[random.nextInt(WORDS.length)];
    }

    private static int bytes(Random random) {
        return (int) Math.max(80, Math.min(MAX_BYTES, MEDIAN_BYTES * Math.exp(SPREAD * random.nextGaussian())));
    }
}
