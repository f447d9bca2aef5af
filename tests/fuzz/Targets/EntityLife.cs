using System.Buffers.Binary;
using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Frames;
using DsMip.Fuzz.Targets.HomeAgents;
using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Core;
using DsMip.HomeAgent.Options;
using DsMip.HomeAgent.Persistence;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Fuzz.Targets;

/// <summary>
/// The state of one entity over a history: messages of any content under valid keys, frames held back and sent again, altered ones, and kills, after which
/// there is what was stored. No frame is decided twice, no answer has the number of another, nothing that was acknowledged is lost.
/// </summary>
internal sealed class EntityLife : IFuzzTarget
{
    private const int Most = 48, SequenceOffset = 4;
    private readonly HomeAgentOptions _options = Configured.Options();

    public IEnumerable<byte[]> Seeds => MobilityMessages.All.OfType<BindingUpdate>().Select(update =>
    {
        var message = MobilityHeaderCodec.Write(update, Lab.Alice, Lab.HomeAgent);
        return (byte[])[0, 0, (byte)message.Length, .. message, 4, 0, 7, 4, 0, 5, 1, (byte)message.Length, .. message, 6, 0, 9, 1, 2, (byte)message.Length, .. message, 7, 4, 1];
    });

    public IEnumerable<byte[]> Tokens => Lab.Addresses.Concat(MobilityMessages.OptionBytes);

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new InputReader(input);
        using var life = new Life(_options.MobileNodes[0], Policies.Of(_options, _options.MobileNodes[0], new LeaseAnswer(default)));
        for (var i = 0; i < Most && !reader.IsEmpty; i++)
        {
            switch (reader.Byte() % 8)
            {
                case 4: life.Replay(reader.Byte(), Lab.Ways[reader.Byte() & 3]); break;
                case 5: life.Seal(reader.Byte(), reader.Part()); break;
                case 6: life.Alter(reader.Byte(), reader.Byte(), (byte)(1 + (reader.Byte() & 0x7f))); break;
                case 7: life.Kill(); break;
                default: life.Send(reader.Byte(), reader.Part()); break;
            }
        }
    }

    public void Dispose()
    {
        // It holds nothing.
    }

    private sealed class Life(MobileNodeOptions node, HomePolicy policy) : IDisposable
    {
        private readonly SealedBody _keys = new(node.Keys!.BindingUpdate.Parameters, Lab.Alice, Lab.HomeAgent);
        private readonly List<byte[]> _frames = [];
        private readonly HashSet<int> _decided = [];
        private readonly HashSet<uint> _answers = [];
        private SignallingIpsec _ipsec = new(Lab.Alice, node.Keys!, Lab.HomeAgent, default);
        private BindingCacheEntry? _entry;
        private byte[]? _row;
        private DateTimeOffset _now = Lab.Now;

        public void Send(byte way, ReadOnlySpan<byte> message)
        {
            Seal(way, message);
            Deliver(_frames.Count - 1, _frames[^1], way);
        }

        public void Seal(byte pause, ReadOnlySpan<byte> message)
        {
            _now += TimeSpan.FromSeconds(pause >> 2);
            var repaired = message.ToArray();
            Repair.MobilityHeader(repaired, Lab.Alice, Lab.HomeAgent);
            _frames.Add(_keys.Seal(repaired, IpProtocol.MobilityHeader));
        }

        public void Replay(byte which, in DsMip.Tunnel.Ingress way)
        {
            if (_frames.Count > 0) Deliver(which % _frames.Count, _frames[which % _frames.Count], (byte)Array.IndexOf(Lab.Ways, way));
        }

        public void Alter(byte which, byte where, byte bits)
        {
            if (_frames.Count == 0) return;
            var altered = _frames[which % _frames.Count].ToArray();
            altered[Ipv6Header.Size + where % (altered.Length - Ipv6Header.Size)] ^= bits;
            _ipsec.TryOpen(altered, out var clear);
            Require.That(clear is null, "nothing that was altered comes out");
        }

        /// <summary>What was not stored is gone.</summary>
        public void Kill()
        {
            _ipsec.Dispose();
            var stored = _row is null ? null : BindingCacheEntrySerializer.FromBytes(_row);
            Require.That(Equals(stored?.Entry, _entry), "what was acknowledged is there after a kill");
            _ipsec = new SignallingIpsec(Lab.Alice, node.Keys!, Lab.HomeAgent, stored?.Esp ?? default);
        }

        public void Dispose()
        {
            _ipsec.Dispose();
            _keys.Dispose();
        }

        private void Deliver(int frame, byte[] bytes, byte way)
        {
            _ipsec.TryOpen(bytes, out var clear);
            if (clear is null || !SignallingPackets.TryRead(clear, out var update, out _, out _) || update is null) return;
            Require.That(_decided.Add(frame), "no frame is decided twice");
            var decision = BindingUpdateProcessing.Process(_entry, update, Lab.Ways[way & 3], Lab.Alice, policy, _now);
            var esp = _ipsec.StateToPersist();
            _row = BindingCacheEntrySerializer.ToBytes(new BindingCacheEntryState(Lab.Alice, decision.Entry, esp));
            _entry = decision.Entry;
            _ipsec.Persisted(esp);
            if (decision.Acknowledgement is { } answer) Answer(SignallingPackets.Write(answer, Lab.HomeAgent, Lab.Alice));
        }

        private void Answer(byte[] packet)
        {
            _ipsec.TrySeal(packet, out var answer);
            Require.That(answer is not null, "every answer can be sealed");
            var number = BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(Ipv6Header.Size + SequenceOffset));
            Require.That(_answers.Add(number), "no number is used twice");
        }
    }
}
