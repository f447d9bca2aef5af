namespace DsMip.Ike;

/// <summary>
/// What charon itself has to be told in <c>strongswan.conf</c>, because VICI cannot say it. Without the required ones IKE works and mobility does not.
/// <list type="table">
/// <listheader><term>key under <c>charon</c> (or <c>charon-systemd</c>)</term><description>value and reason</description></listheader>
/// <item><term><c>install_routes</c></term><description>no, required: routes to home addresses and to everything else are ours.</description></item>
/// <item><term><c>plugins.kernel-netlink.set_proto_port_transport_sa</c></term><description>
/// yes: without it the selector of a transport state has the addresses only, and an SA for signalling can be told from one for prefix discovery by
/// its reqid only.</description></item>
/// <item><term><c>plugins.kernel-netlink.roam_events</c></term><description>
/// no: a move is none of IKE's business; charon would look for a better route at each one and begin its IKE SAs anew.</description></item>
/// <item><term><c>plugins.kernel-netlink.xfrm_acq_expires</c></term><description>
/// 15: for so long the kernel does not ask again for keys that it has asked for in vain.</description></item>
/// <item><term><c>replay_window</c></term><description>128: packets change their order when the mobile node changes its path.</description></item>
/// <item><term><c>retransmit_timeout</c>, <c>retransmit_base</c>, <c>retransmit_tries</c></term><description>
/// 1.0, 1.5, 6: a dead peer is noticed after 32 s instead of 165 s.</description></item>
/// <item><term><c>delete_rekeyed_delay</c></term><description>5, the default: what is on the way under old keys still arrives.</description></item>
/// <item><term><c>spi_min</c>, <c>spi_max</c></term><description>a range of its own for each home agent, where several share home addresses.</description></item>
/// <item><term><c>plugins.bypass-lan.load</c>, <c>plugins.kernel-libipsec.load</c></term><description>
/// no, Debian's default: policies for the local network would exempt it from ours, and ESP must be the kernel's.</description></item>
/// </list>
/// </summary>
public static class CharonSettings
{
    /// <summary>Where Debian's charon listens.</summary>
    public const string DefaultViciSocket = "/var/run/charon.vici";

    /// <summary>The settings above as a section of <c>strongswan.conf</c>; what an operator includes and what the lab runs with.</summary>
    public const string Recommended = """
        charon {
          install_routes = no
          install_virtual_ip = no
          replay_window = 128
          retransmit_timeout = 1.0
          retransmit_base = 1.5
          retransmit_tries = 6
          plugins {
            kernel-netlink {
              set_proto_port_transport_sa = yes
              roam_events = no
              xfrm_acq_expires = 15
            }
            bypass-lan {
              load = no
            }
          }
        }
        """;
}
