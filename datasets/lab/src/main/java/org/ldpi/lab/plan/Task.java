package org.ldpi.lab.plan;

/**
 * What an activity runs once its random choices are made; see {@link Activity} for the parts.
 *
 * @param label label of its flows
 * @param tool program that makes the traffic
 * @param target address or name it is aimed at
 * @param ports port or ports it is aimed at
 * @param limitSeconds bound of its run time
 * @param script what {@code sh -c} runs
 */
record Task(String label, String tool, String target, String ports, int limitSeconds, String script) {}
