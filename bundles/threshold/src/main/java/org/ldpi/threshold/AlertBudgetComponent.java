package org.ldpi.threshold;

import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.ldpi.api.detector.Verdict;
import org.ldpi.api.detector.VerdictListener;
import org.ldpi.api.threshold.ThresholdPolicy;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alert budget as a service. It observes how many flows a host opens in a day, and in what bursts flows come, and registers the
 * policy anew when one of these has changed by a fifth, so that the threshold follows; the new one is there before the old one goes.
 */
@Component(service = VerdictListener.class, immediate = true, configurationPid = AlertBudgetComponent.PID)
@Designate(ocd = AlertBudgetConfiguration.class)
public final class AlertBudgetComponent implements VerdictListener {
    static final String PID = "org.ldpi.threshold.budget";

    private static final Logger LOG = LoggerFactory.getLogger(AlertBudgetComponent.class);
    private static final double CHANGE = 0.2;
    /** Verdicts between two looks at the rate. */
    private static final int LOOK = 256;
    /** Verdicts between two looks at how flows come, and flows looked at. */
    private static final int BURSTS_LOOK = 8_192;

    private static final int BURSTS_FLOWS = 16_384;

    private final BundleContext context;
    private final FlowRate rate = new FlowRate();
    private final Bursts bursts = new Bursts(BURSTS_FLOWS);
    private final Object policies = new Object();
    private ServiceRegistration<ThresholdPolicy> registration;
    private double budget = AlertBudget.DEFAULT_BUDGET;
    private double configuredFlows;
    private double confidence = AlertBudget.DEFAULT_CONFIDENCE;
    private double flowsInForce;
    private int verdicts;
    private double lastObserved;
    /** Seen in the registering thread alone. */
    private double lastFollowed;

    private double designEffectInForce = 1;
    private final ExecutorService registering = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "ldpi-alert-budget");
        thread.setDaemon(true);
        return thread;
    });

    @Activate
    public AlertBudgetComponent(BundleContext context, AlertBudgetConfiguration configuration) {
        this.context = context;
        synchronized (policies) {
            register(policy(budget, 0, confidence, 0, 1), 0);
        }
        configure(configuration);
    }

    /** Options that cannot be are refused as a whole: those before stay in force. */
    @Modified
    void configure(AlertBudgetConfiguration configuration) {
        synchronized (policies) {
            try {
                double flows = configuration.flows() > 0 ? 0 : flowsInForce;
                ThresholdPolicy policy = policy(
                        configuration.budget(),
                        configuration.flows(),
                        configuration.confidence(),
                        flows,
                        designEffectInForce);
                budget = configuration.budget();
                configuredFlows = configuration.flows();
                confidence = configuration.confidence();
                register(policy, flows);
            } catch (IllegalArgumentException e) {
                LOG.error("{}: configuration refused: {}", PID, e.getMessage());
            }
        }
    }

    private static AlertBudget policy(
            double budget, double configured, double confidence, double observed, double designEffect) {
        if (configured != 0) {
            return new AlertBudget(budget, configured, false, confidence, designEffect);
        }
        return observed > 0
                ? new AlertBudget(budget, observed, true, confidence, designEffect)
                : new AlertBudget(budget, AlertBudget.DEFAULT_FLOWS, false, confidence, designEffect);
    }

    private void register(ThresholdPolicy policy, double flows) {
        ServiceRegistration<ThresholdPolicy> before = registration;
        registration = context.registerService(
                ThresholdPolicy.class,
                policy,
                FrameworkUtil.asDictionary(Map.of(ThresholdPolicy.NAME, AlertBudget.POLICY)));
        flowsInForce = flows;
        if (before != null) {
            before.unregister();
        }
    }

    @Deactivate
    void deactivate() {
        registering.shutdown();
        synchronized (policies) {
            registration.unregister();
            registration = null;
        }
    }

    /** In the scoring thread, which is the only one that observes. */
    @Override
    public void onVerdict(Verdict verdict) {
        rate.add(verdict);
        if (!verdict.anomaly()) {
            bursts.add(verdict.score(), verdict.flow().startNanos());
        }
        if (++verdicts % LOOK == 0) {
            double observed = rate.estimate();
            if (observed > 0 && changed(observed, lastObserved)) {
                lastObserved = observed;
                Bursts copy = bursts.copy();
                // Whoever hears of the new policy fits its tail: not in the scoring thread.
                registering.execute(() -> follow(observed, copy.designEffect()));
            } else if (verdicts % BURSTS_LOOK == 0) {
                Bursts copy = bursts.copy();
                registering.execute(() -> follow(lastFollowed, copy.designEffect()));
            }
        }
    }

    private static boolean changed(double now, double before) {
        return Math.abs(now - before) > CHANGE * before;
    }

    private void follow(double observed, double designEffect) {
        synchronized (policies) {
            boolean news = observed != lastFollowed || changed(designEffect, designEffectInForce);
            lastFollowed = observed;
            designEffectInForce = news ? designEffect : designEffectInForce;
            if (news && registration != null) {
                register(policy(budget, configuredFlows, confidence, observed, designEffect), observed);
            }
        }
    }
}
