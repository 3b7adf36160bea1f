/**
 * The views as HTML: rows of text, drawings in SVG, templates of Qute. What comes from a server, a certificate or a user is text, and
 * the templates escape it; only {@code Drawings} makes markup. Not deployed.
 *
 * <pre>
 *   {@code FleetSnapshot} ─► {@code OverviewView}, {@code TargetView}, {@code CertificatesView}, {@code RegionsView} ─► {@code Pages} ─► HTML
 *                                 └─► {@code ProbeView}, {@code Drawings}, {@code Words}
 * </pre>
 */
package dev.handshakefleet.page.view;
