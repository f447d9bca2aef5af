using DsMip.Lab.Daemons;
using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Walk;

/// <summary>What KEEP=1 prints.</summary>
internal static class PlayText
{
    public static string For(DemoLab lab) => $"""

        The lab is still up. To play with it:
          {LabProgram.Path} move mn v6          (home, v6, v4, nat1, nat2)
          ip netns exec dsm-mn {DaemonProgram.MobileNode} status --config {lab.MobileNode.ConfigurationFile}
          {LabProgram.Path} bindings         (or curl http://127.0.0.1:8191/api/v1/bindings inside dsm-ha)
          ip netns exec dsm-cn ping {lab.Topology.MobileNode.HomeAddress}
          ip netns exec dsm-mn ping {AddressPlan.CorrespondentIpv4}
          ip netns exec dsm-ha tcpdump -n -i {AddressPlan.Uplink}
          logs and captures: {lab.Work.Path}
        To remove it: make demo-down
        """;
}
