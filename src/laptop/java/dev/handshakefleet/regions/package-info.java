/**
 * {@code ./fleet regions}: deploys, removes and shows the regions of a fleet. Not deployed.
 *
 * <pre>
 *   {@code RegionsCommand}  --status ─► {@code FleetStatus} ─► {@code RegionsReport} ─► {@code RegionsView}
 *                   --remove ─► {@code Removal}, of what {@code FleetStatus} found
 *                   --deploy ─► infra/deploy-regions.sh
 *   {@code AwsCli}   the stacks, with the credentials that deploy them;  {@code HomeTable}   the last run of each region
 * </pre>
 */
package dev.handshakefleet.regions;
