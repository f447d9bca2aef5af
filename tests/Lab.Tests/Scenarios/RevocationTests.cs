using DsMip.Lab.Probes;
using DsMip.Lab.Topology;

namespace DsMip.Lab.Tests.Scenarios;

/// <summary>Binding revocation (RFC 5846) from the admin API to the mobile node behind a NAT, and back.</summary>
[Collection(RunningLabTests.Name)]
public sealed class RevocationTests(RunningLab lab)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [LabFact]
    [Clause("5846-4-ipv4", "5846-6.2.2-delete", "5846-10-accept")]
    public void A_revoked_mobile_node_answers_and_its_payload_stops()
    {
        lab.Settle(Attachment.Nat2);
        var home = lab.First.Status().HomeAddress;
        Assert.Equal(0, Ping(home));
        try
        {
            Assert.True(lab.Explain(() => lab.HomeAgent.Api.Revoke(home)), "no acknowledgement" + lab.HomeAgent.Tail() + lab.First.Tail());
            Wait.Until(() => lab.First.Status().State == "Revoked", Patience, "the mobile node to stop");
            Assert.Null(lab.First.Status().Encapsulation);
            Assert.Null(lab.HomeAgent.Api.Binding(home));
            Assert.NotEqual(0, Ping(home));
            Assert.Contains("dsmip_revocations_total{outcome=\"Acknowledged\"} 1\n", lab.HomeAgent.Api.Metrics(), StringComparison.Ordinal);
        }
        finally
        {
            // It stays so until it is started again.
            lab.First.Stop();
            lab.First.Start();
            lab.Settle(Attachment.Home);
        }
    }

    private static int Ping(string home) =>
        AddressPlan.Correspondent.TryExec("ping", "-n", "-c", "5", "-i", "0.05", "-w", "2", home).ExitCode;
}
