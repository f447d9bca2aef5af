using DsMip.HomeAgent.Options;
using DsMip.Ike;
using DsMip.NativeIpsec;
using DsMip.Wire;

namespace DsMip.HomeAgent.Edge.Native;

/// <summary>
/// Keeps charon supplied with a connection for each mobile node whose keys are negotiated. Without charon the home agent runs, and mobile nodes keep
/// the keys that they have.
/// </summary>
internal sealed partial class KeyExchange(HomeAgentOptions options, ILogger<KeyExchange> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Ike is not { } own) return;
        var session = new CharonSession(own.ViciSocket, Connections(options, own), Say);
        await using (session.ConfigureAwait(false)) await session.RunAsync(stoppingToken).ConfigureAwait(false);
    }

    internal static List<IkeConnection> Connections(HomeAgentOptions options, IkeOptions own)
    {
        var connections = new List<IkeConnection>();
        foreach (var node in options.MobileNodes)
        {
            if (node.Ike is not { } peer) continue;
            var pair = new MobileIkePair(options.HomeAgentAddress, node.HomeAddress, Reqids(node.HomeAddress))
            {
                Ipv4HomeAddress = node.Ipv4HomeAddress,
                ProtectsPayload = node.ProtectPayload,
            };
            connections.Add(MobileIkeConnection.ForHomeAgent(pair, new IkeAuthentication(own.Identity, peer.Identity, Credential(own, peer))));
        }
        return connections;
    }

    private static IkeCredential Credential(IkeOptions own, IkePeerOptions peer) => peer.PresharedKey is { } key
        ? new PresharedKey(key)
        : new CertificateFiles(own.Certificate!, own.PrivateKey!, own.CaCertificate!);

    private static IkeReqids Reqids(Ipv6Address home) => new(
        SignallingReqids.Of(home, AssociationPurpose.Signalling), SignallingReqids.Of(home, AssociationPurpose.ReturnRoutability),
        SignallingReqids.Of(home, AssociationPurpose.PrefixDiscovery), SignallingReqids.Of(home, AssociationPurpose.Payload));

    private void Say(IkeNotice notice)
    {
        if (notice.IsProblem) Problem(log, notice.Text);
        else Changed(log, notice.Text);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Text}")]
    private static partial void Problem(ILogger log, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Text}")]
    private static partial void Changed(ILogger log, string text);
}
