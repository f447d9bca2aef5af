using CsCheck;
using DsMip.Wire.Mobility;

namespace DsMip.MobileNode.Core.Tests;

/// <summary>Whatever happens in whatever order, some things always hold.</summary>
public sealed class RandomHistoryTests
{
    private static readonly CareOfCandidate[] Places =
        [Node.Ipv6A, Node.Ipv6B, Node.Ipv6OtherDomain, Node.Ipv4A, Node.Ipv4B, Node.Ipv4B with { Attachment = 7 }, Node.Home];

    private static readonly BindingStatus[] Statuses =
        [BindingStatus.Accepted, BindingStatus.Accepted, BindingStatus.SequenceNumberOutOfWindow, BindingStatus.CannotForceUdpEncapsulation,
         BindingStatus.InsufficientResources, BindingStatus.NotHomeAgentForThisMobileNode, BindingStatus.InvalidCareOfAddress];

    private static readonly Gen<(int Kind, int A, int B)> Event = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 127], Gen.Int[0, 1000]);

    private static readonly Gen<((int, int, int)[] Events, bool Force)> History = Gen.Select(Event.Array[1, 60], Gen.Bool);

    [Fact]
    [Clause("6275-11.1-list", "5555-2.4-route-optimization")]
    public void Invariants_hold_over_random_histories() => History.Sample(history => Run(history.Events, history.Force), iter: 3000);

    [Fact]
    [Clause("6275-11.5.3-one-primary")]
    public void At_rest_with_a_home_agent_that_answers_the_best_place_is_bound() => History.Sample(history =>
    {
        var node = Run(history.Events, history.Force);
        node.See(Node.Ipv4A, Node.Ipv6A);
        for (var i = 0; i < 40 && node.State != RegistrationState.Registered; i++)
        {
            node.Accept(new NatDetectionOption(false, 30));
            node.Advance(1);
        }
        Assert.Equal(RegistrationState.Registered, node.State);
        Assert.Equal(node.Registration.Status.CareOfAddress, node.Tunnel?.Local);
        node.See(Node.Home);
        for (var i = 0; i < 5 && node.State != RegistrationState.Home; i++)
        {
            node.Accept();
            node.Advance(1);
        }
        Assert.Equal(RegistrationState.Home, node.State);
        Assert.Null(node.Tunnel);
        Assert.False(node.Away);
    }, iter: 1000);

    private static Node Run((int Kind, int A, int B)[] events, bool force)
    {
        var node = new Node(force ? Wire.Ipv4Address.Any : Node.Ipv4Home, force);
        CareOfCandidate[] view = [];
        foreach (var (kind, a, b) in events)
        {
            var tunnel = node.Tunnel;
            switch (kind)
            {
                case 0 or 1:
                    view = [.. Places.Where((_, index) => (a >> index & 1) != 0)];
                    node.See(view);
                    break;
                case 2: node.Advance(b / 500.0); break;
                case 3: node.Advance(b); break;
                case 4 when node.Sent > 0:
                    node.Answer(Node.Acknowledge(Pick(node, a), Statuses[b % Statuses.Length], new NatDetectionOption(a % 2 == 0, (uint)b)));
                    break;
                case 5: node.Do((registration, now) => registration.BindingErrorReceived(now)); break;
                case 6: node.Do((registration, now) => registration.CareOfAddressUnreachable(Places[a % Places.Length].Address, now)); break;
                default: break;
            }
            if (node.Tunnel != tunnel && node.Tunnel is not null) Assert.Equal(4, kind);
            if (node.Tunnel is { } now) Assert.Contains(view, candidate => candidate.Address == now.Local);
            if (node.State == RegistrationState.Registering) Assert.NotEqual(DateTimeOffset.MaxValue, node.WakeAt);
            if (node.State == RegistrationState.Registered) Assert.NotNull(node.Tunnel);
            if (node.Away == false) Assert.Null(node.Tunnel);
        }
        Assert.True(node.SendMoments.Zip(node.SendMoments.Skip(3)).All(pair => pair.Second - pair.First > TimeSpan.FromSeconds(1)), "more than three Binding Updates in a second");
        // Correspondents are sent none, from wherever: payload takes the tunnel.
        Assert.All(node.Log.OfType<SendBindingUpdate>(), update => Assert.True(update.Message.Flags.HasFlag(BindingUpdateFlags.HomeRegistration)));
        var sequences = node.Log.OfType<SendBindingUpdate>().Select(update => update.Message.Sequence).ToArray();
        Assert.True(sequences.Zip(sequences.Skip(1)).All(pair => pair.Second.IsAfter(pair.First)), "a sequence number was used twice");
        return node;
    }

    // One of the last few, so that late and early answers are among them.
    private static SendBindingUpdate Pick(Node node, int a)
    {
        var updates = node.Log.OfType<SendBindingUpdate>().ToArray();
        return updates[^(1 + (a % Math.Min(3, updates.Length)))];
    }
}
