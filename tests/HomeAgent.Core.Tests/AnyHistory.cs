using CsCheck;
using DsMip.Tunnel;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.HomeAgent.Core.Tests;

/// <summary>What holds of every decision, whatever was sent before: random Binding Updates one after the other.</summary>
[Clause("6275-10.3.1-lifetime-requested", "6275-10.3.1-sequence-copied", "6275-10.3.1-lifetime-told")]
public sealed class AnyHistory
{
    private static readonly Gen<MobilityOption> Option = Gen.OneOf(
        Gen.OneOf<MobilityOption>(
            new AlternateCareOfAddressOption(Given.Visited), new AlternateCareOfAddressOption(Given.Home), new AlternateCareOfAddressOption(Ipv6Address.Any),
            new Ipv4CareOfAddressOption(Given.VisitedIpv4), new Ipv4CareOfAddressOption(Given.PrivateIpv4), new Ipv4CareOfAddressOption(Ipv4Address.Any),
            Given.AskForIpv4Home, Given.AskForIpv4Home with { HomeAddress = Ipv4Address.Any }),
        Gen.Select(Gen.Byte, Gen.Bool, Gen.UInt).Select((length, p, address) =>
            (MobilityOption)new Ipv4HomeAddressOption(length, p, new Ipv4Address(address))));

    private static readonly Gen<BindingUpdate> Update = Gen.Select(Gen.UShort, Gen.UShort, Gen.OneOf(Gen.UShort, Gen.Const((ushort)0)), Option.Array[0, 3]).Select(
        (sequence, flags, lifetime, options) => new BindingUpdate(
            new SequenceNumber(sequence), (BindingUpdateFlags)flags | BindingUpdateFlags.HomeRegistration, new BindingLifetime(lifetime), MobilityOptions.Of(options)));

    private static readonly Gen<Ingress> Arrival = Gen.OneOf(Given.OverIpv6, Given.FromHome, Given.OverIpv4, Given.BehindNat);

    private static readonly Gen<(BindingUpdate, Ingress, int Pause)[]> Histories = Gen.Select(Update, Arrival, Gen.Int[0, 400]).Array[1, 12];

    [Fact]
    public void Every_decision_is_consistent() => Histories.Sample(history =>
    {
        BindingCacheEntry? entry = null;
        var clock = TimeSpan.Zero;
        foreach (var (bu, ingress, pause) in history)
        {
            clock += TimeSpan.FromSeconds(pause);
            var decision = entry.Process(bu, ingress, after: clock);
            Check(entry, bu, ingress, decision, Given.Now + clock);
            entry = decision.Entry;
        }
    }, iter: 5_000);

    private static void Check(BindingCacheEntry? before, BindingUpdate bu, Ingress ingress, BindingDecision decision, DateTimeOffset now)
    {
        Assert.Equal(decision.Acknowledgement is null, decision.Why != DropReason.None);
        Assert.Equal(decision.Changed, !Equals(before, decision.Entry));
        if (decision.Changed) Assert.Equal(bu.Sequence, decision.Entry!.Sequence);
        if (decision.Acknowledgement is not { } answer) return;

        Assert.Equal(ingress.Encapsulation == Encapsulation.UdpIpv4, answer.Options.Find<NatDetectionOption>() is not null);
        Assert.True(answer.Lifetime <= bu.Lifetime);
        if (!answer.IsAccepted) Assert.True(answer.Lifetime.IsZero && (decision.Entry?.Tunnel ?? before?.Tunnel) == before?.Tunnel);
        else CheckAccepted(ingress, answer, decision.Entry!, now);
    }

    private static void CheckAccepted(Ingress ingress, BindingAcknowledgement answer, BindingCacheEntry entry, DateTimeOffset now)
    {
        Assert.Equal(answer.Sequence, entry.Sequence);
        Assert.Equal(answer.Lifetime.IsZero, entry.Deregistered);
        if (entry.Tunnel is not { } tunnel) return;

        Assert.Equal(now + answer.Lifetime.ToTimeSpan(), entry.Expires);
        Assert.Equal(ingress, entry.Ingress);
        Assert.Equal(ingress.Local, tunnel.Local);
        Assert.Equal(ingress.Remote.IsIpv4 ? ingress.Remote : entry.CareOfAddress, tunnel.Remote);
        Assert.Equal(tunnel.Encapsulation == Encapsulation.UdpIpv4 ? ingress.RemotePort : 0, tunnel.RemotePort);
    }
}
