using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Edge;
using DsMip.HomeAgent.Edge.Native;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Telemetry;
using DsMip.IPsec;
using DsMip.Tunnel;
using DsMip.Wire;

namespace DsMip.HomeAgent.Host.Tests.Edge.Native;

/// <summary>Answers on their way into the kernel.</summary>
public sealed class KernelAnswersTests : IIpsecPath
{
    private static readonly Ipv6Address Alice = Ipv6Address.Parse(Configured.Alice);
    private static readonly Ingress Way = new(
        Encapsulation.UdpIpv4, Ipv4Address.Parse("198.51.100.1"), Ipv4Address.Parse("203.0.113.7"), 40_000, Port.DsMip);

    private static readonly DateTimeOffset Received = DateTimeOffset.UnixEpoch.AddSeconds(10);

    private readonly HomeAgentMetrics _metrics = new();
    private readonly ManualClock _clock = new();
    private readonly InFlightWindow _inFlight = new(10, 1);
    private readonly KernelAnswers _answers;
    private readonly List<int> _tags = [];
    private int _woken;

    public KernelAnswersTests()
    {
        _answers = new KernelAnswers(_inFlight, ReassociationTechnique.Tag.Create(16), _metrics, _clock, capacity: 2);
        _answers.Open(() => _woken++);
    }

    [Fact]
    public void Each_goes_into_the_kernel_under_a_tag_of_its_own_when_the_edge_is_awake()
    {
        _answers.Transmit(Answer());
        _answers.Transmit(Answer());
        Assert.Equal(2, _woken);
        Assert.Empty(_tags);
        _answers.SealAll(this);
        Assert.Equal(2, _tags.Distinct().Count());
        Assert.DoesNotContain(0, _tags);
    }

    [Fact]
    public void What_does_not_fit_is_counted_and_makes_room_for_the_next_frame_all_the_same()
    {
        for (var i = 0; i < 3; i++) _answers.Transmit(Answer());
        Assert.Equal((2, 1), (_woken, _metrics.Drops(DropReason.QueueFull)));

        Assert.True(_inFlight.TryEnter(Alice, Received));
        Assert.False(_inFlight.TryEnter(Alice, Received));
        _answers.Transmit(Answer());
        Assert.True(_inFlight.TryEnter(Alice, Received));
    }

    [Fact]
    public void What_nobody_said_is_nobody_s_answer()
    {
        var answer = Answer();
        Assert.False(_answers.TrySend(answer.Packet, 0, answer.Packet.Length, null!));
    }

    void IIpsecPath.Inbound(ReadOnlySpan<byte> packet) => Assert.Fail("nothing comes");

    void IIpsecPath.Outbound(ReadOnlySpan<byte> packet) => _tags.Add(FlowLabelTag.Read(packet));

    private static Transmit Answer()
    {
        var packet = new byte[Ipv6Header.Size + 16];
        new Ipv6Header(0, 0, 16, IpProtocol.MobilityHeader, 64, Ipv6Address.Parse(Configured.HomeAgent), Alice).Write(packet);
        return new Transmit(Alice, Way, packet, Received);
    }
}
