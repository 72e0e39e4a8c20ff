package org.ldpi.lab.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.ldpi.lab.scenario.Scenario;

/** Decides which server runs which service, where a scenario leaves that to the seed. */
final class Placement {
    private Placement() {}

    /**
     * Places the services of a scenario anew: as many servers, none without a service, no port twice on one.
     *
     * @param scenario the day
     * @param random the source of the choice
     * @return the day, its services placed
     */
    static Scenario of(Scenario scenario, Random random) {
        if (!scenario.shuffled()) {
            return scenario;
        }
        List<Scenario.Service> services = new ArrayList<>();
        scenario.servers().forEach(server -> services.addAll(server.services()));
        Collections.shuffle(services, random);
        List<List<Scenario.Service>> places = new ArrayList<>();
        scenario.servers().forEach(server -> places.add(new ArrayList<>()));
        for (Scenario.Service service : services) {
            List<List<Scenario.Service>> free = places.stream()
                    .filter(place -> place.stream().noneMatch(other -> other.port() == service.port()))
                    .toList();
            List<List<Scenario.Service>> empty =
                    free.stream().filter(List::isEmpty).toList();
            List<List<Scenario.Service>> choice = empty.isEmpty() ? free : empty;
            choice.get(random.nextInt(choice.size())).add(service);
        }
        List<Scenario.Server> placed = new ArrayList<>();
        for (int s = 0; s < places.size(); s++) {
            placed.add(new Scenario.Server(scenario.servers().get(s).name(), List.copyOf(places.get(s))));
        }
        return scenario.with(List.copyOf(placed));
    }
}
