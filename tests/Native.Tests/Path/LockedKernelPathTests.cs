using DsMip.IPsec;
using DsMip.NativeIpsec;

namespace DsMip.Native.Tests.KernelPaths;

/// <summary>When a call returns it is decided what became of the packet: the message is out, or the reason is known.</summary>
[Clause("draft-4-api-native")]
public sealed class LockedKernelPathTests : IDisposable
{
    private readonly KernelEnd _end = new KernelEnd(atHomeAgent: true).WithPolicies().WithStates(AssociationPurpose.Signalling);
    private readonly BitsPeer _peer = new(
        Plan.State(AssociationPurpose.Signalling, fromMobileNode: true), Plan.State(AssociationPurpose.Signalling, fromMobileNode: false));

    private readonly LockedKernelPath _path;

    public LockedKernelPathTests() => _path = new LockedKernelPath(_end.Tun, _end.Messages, _end.Kernel, _end.Sink);

    public void Dispose()
    {
        _peer.Dispose();
        _end.Dispose();
    }

    [NativeFact]
    public void Every_message_is_out_when_the_call_returns()
    {
        for (var i = 1; i <= 1000; i++)
        {
            _path.Inbound(Sealed());
            Assert.Equal(i, _end.Sink.ClearPackets.Count);
        }
    }

    [NativeFact]
    public void What_is_discarded_has_its_reason()
    {
        var packet = Sealed();
        _path.Inbound(packet);
        _path.Inbound(packet);
        var forged = Sealed();
        forged[^1] ^= 1;
        _path.Inbound(forged);
        var unknown = Sealed();
        unknown[40] ^= 1;
        _path.Inbound(unknown);
        Assert.Equal([IpsecDiscard.Replay, IpsecDiscard.IntegrityFailure, IpsecDiscard.UnknownSpi], _end.Sink.Discards);
        Assert.Single(_end.Sink.ClearPackets);
    }

    /// <summary>Another mobile node under its own keys. The IPv6 header is not covered by ESP in transport mode; the SA is tied to one home address.</summary>
    [NativeFact]
    public void Whoever_uses_his_own_SA_for_another_source_does_not_get_in()
    {
        var packet = Sealed();
        Plan.OtherHome.Write(packet.AsSpan(8));
        _path.Inbound(packet);
        Assert.Equal([IpsecDiscard.UnknownSpi], _end.Sink.Discards);
        Assert.Empty(_end.Sink.ClearPackets);
    }

    /// <summary>Anybody can send the home agent a clear Mobility Header; it must not be taken for the one that is waited for.</summary>
    [NativeFact]
    public void A_strangers_message_does_not_end_the_wait()
    {
        for (var i = 0; i < 200; i++)
        {
            _end.Tun.Write(Messages.MobilityHeader(Plan.Correspondent, Plan.HomeAgent, Messages.HomeTestInit));
            _end.Sink.ClearPackets.Clear();
            _path.Inbound(Sealed());
            Assert.Contains(_end.Sink.ClearPackets, packet => Ipv6Address.Read(packet.AsSpan(8)) == Plan.Home);
        }
    }

    /// <summary>As ip(8) makes it if it is not told otherwise: the packet counter tells in place of the window.</summary>
    [NativeFact]
    public void An_association_without_replay_window_is_as_good()
    {
        var state = Plan.State(AssociationPurpose.Signalling, fromMobileNode: true);
        state = state with { ReplayWindow = 0, Parameters = Plan.Keys(state.Id.Spi, extended: false) };
        _end.Kernel.Replace(state);
        using var peer = new BitsPeer(state, Plan.State(AssociationPurpose.Signalling, fromMobileNode: false));
        _path.Inbound(peer.Seal(Messages.MobilityHeader(Plan.Home, Plan.HomeAgent, Messages.BindingUpdate)));
        Assert.Single(_end.Sink.ClearPackets);
        var forged = peer.Seal(Messages.MobilityHeader(Plan.Home, Plan.HomeAgent, Messages.BindingUpdate));
        forged[^1] ^= 1;
        _path.Inbound(forged);
        Assert.Equal([IpsecDiscard.IntegrityFailure], _end.Sink.Discards);
        Assert.Equal((0u, 1ul), (_end.Kernel.GetReplay(state.Id).Window, _end.Kernel.GetReplay(state.Id).Packets));
    }

    private byte[] Sealed() => _peer.Seal(Messages.MobilityHeader(Plan.Home, Plan.HomeAgent, Messages.BindingUpdate));
}
