namespace DsMip.IPsec.Tests;

public sealed class AllocationTests
{
    private sealed class Relay : IIpsecSink
    {
        private readonly byte[] _last = new byte[2000];
        private int _length;

        public int Cleared { get; private set; }
        public ReadOnlySpan<byte> Last => _last.AsSpan(0, _length);

        public void Clear(ReadOnlySpan<byte> packet) => Cleared++;

        public void Protected(ReadOnlySpan<byte> packet)
        {
            packet.CopyTo(_last);
            _length = packet.Length;
        }

        public void Discarded(ReadOnlySpan<byte> packet, IpsecDiscard why)
        {
        }
    }

    [Theory, MemberData(nameof(RoundTripTests.Matrix), MemberType = typeof(RoundTripTests))]
    public void Sealing_and_opening_allocate_nothing(EspSuite suite, IpsecMode mode, bool extended)
    {
        TunnelEndpoints? tunnel = mode == IpsecMode.Tunnel ? new TunnelEndpoints(Packets.Alice, Packets.Bob) : null;
        using var alice = new SecurityAssociationDatabase();
        using var bob = new SecurityAssociationDatabase();
        Assert.True(alice.TryAdd(new OutboundSecurityAssociation(Keys.For(suite, extended: extended), new(Packets.Alice, Packets.Bob), tunnel), out _));
        Assert.True(bob.TryAdd(new InboundSecurityAssociation(Keys.For(suite, extended: extended), default, tunnel), out _));
        var policies = new SecurityPolicyDatabase(SecurityPolicy.Protect(PolicyDirection.Both, default, mode));
        var sink = new Relay();
        var sealing = new BitsPath(alice, policies, sink);
        var opening = new BitsPath(bob, policies, sink);
        var packet = Packets.Udp6(1200);

        void Run(int times)
        {
            for (var i = 0; i < times; i++)
            {
                sealing.Outbound(packet);
                opening.Inbound(sink.Last);
            }
        }

        Run(200);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(1000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1200, sink.Cleared);
    }
}
