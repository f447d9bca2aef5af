using DsMip.Fuzz.Engine;
using DsMip.Fuzz.Frames;
using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Fuzz.Targets;

/// <summary>
/// All messages of the Mobility Header with all their options. First byte: are length and checksum put right? What is read is written and read again,
/// and has to be the same.
/// </summary>
internal sealed class MobilityHeaders : IFuzzTarget
{
    private readonly byte[] _buffer = new byte[Mutator.Longest];
    private readonly byte[] _again = new byte[MobilityHeaderCodec.MaximumSize];

    public IEnumerable<byte[]> Seeds => MobilityMessages.All.Select(message => (byte[])[1, .. MobilityHeaderCodec.Write(message, Lab.Alice, Lab.HomeAgent)]);

    public IEnumerable<byte[]> Tokens => Lab.Addresses.Concat(MobilityMessages.OptionBytes);

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new InputReader(input);
        var repairs = reader.Byte();
        var message = _buffer.AsSpan(0, reader.Rest.Length);
        reader.Rest.CopyTo(message);
        if ((repairs & 1) != 0) Repair.MobilityHeader(message, Lab.Alice, Lab.HomeAgent);
        MobilityHeaderCodec.TryPeekType(message, out _);
        if (!MobilityHeaderCodec.TryRead(message, Lab.Alice, Lab.HomeAgent, out var read, out var why))
        {
            Require.That(why != DropReason.None, "what is refused has a reason");
            return;
        }
        Require.That(why == DropReason.None, "what is read has none");
        // Others may pack their options tighter than alignment allows us to.
        if (MobilityHeaderCodec.Measure(read!) > MobilityHeaderCodec.MaximumSize) return;
        var length = MobilityHeaderCodec.Write(read!, Lab.Alice, Lab.HomeAgent, _again);
        Require.That(MobilityHeaderCodec.TryRead(_again.AsSpan(0, length), Lab.Alice, Lab.HomeAgent, out var reread, out _), "what was written can be read");
        Require.That(read!.Equals(reread), "what was written is what was read");
    }

    public void Dispose()
    {
        // It holds nothing.
    }
}
