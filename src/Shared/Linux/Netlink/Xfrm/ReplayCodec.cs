using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DsMip.Linux.Netlink.Xfrm;

/// <summary>
/// <see cref="XfrmReplay"/> as struct xfrm_replay_state_esn with its bitmap, and as struct xfrm_replay_state, which keeps a window of up to 32 numbers in
/// one word: bit 0 is the highest number. Which of them a state has was decided when it was installed.
/// </summary>
internal static class ReplayCodec
{
    private const int WordBits = 32;
    private static readonly int HeaderSize = Unsafe.SizeOf<WireReplayEsn>();

    internal static int WordsOf(uint window) => (int)((window + WordBits - 1) / WordBits);

    internal static void WriteEsn(ref NetlinkWriter writer, XfrmReplay replay, uint window)
    {
        var words = WordsOf(window);
        var data = writer.Reserve(XfrmAttribute.ReplayEsn, HeaderSize + words * sizeof(uint));
        MemoryMarshal.Write(data, new WireReplayEsn(
            (uint)words, (uint)replay.OutboundLast, (uint)replay.InboundHighest,
            (uint)(replay.OutboundLast >> WordBits), (uint)(replay.InboundHighest >> WordBits), window));
        var bitmap = MemoryMarshal.Cast<byte, uint>(data[HeaderSize..]);
        if (replay.Window == window && replay.Bitmap.Length == words) replay.Bitmap.CopyTo(bitmap);
        // What is not said counts as accepted: a replayed packet is worse than a lost one.
        else if (replay.InboundHighest != 0) bitmap.Fill(uint.MaxValue);
    }

    internal static XfrmReplay? ReadEsn(ReadOnlySpan<byte> data)
    {
        if (data.Length < HeaderSize) return null;
        var wire = MemoryMarshal.Read<WireReplayEsn>(data);
        var bitmap = MemoryMarshal.Cast<byte, uint>(data[HeaderSize..]);
        if (bitmap.Length < wire.BitmapWords || WordsOf(wire.Window) > bitmap.Length) return null;
        return new XfrmReplay(
            (ulong)wire.OutboundLastUpper << WordBits | wire.OutboundLast, (ulong)wire.InboundHighestUpper << WordBits | wire.InboundHighest)
        {
            Window = wire.Window,
            Bitmap = [.. bitmap[..(int)wire.BitmapWords]],
        };
    }

    internal static void WriteShort(ref NetlinkWriter writer, XfrmReplay replay)
    {
        uint accepted = 0;
        for (var age = 0; age < WordBits && (ulong)age < replay.InboundHighest; age++)
            if (Counts(replay, replay.InboundHighest - (ulong)age)) accepted |= 1u << age;
        MemoryMarshal.Write(
            writer.Reserve(XfrmAttribute.Replay, Unsafe.SizeOf<WireReplay>()),
            new WireReplay((uint)replay.OutboundLast, (uint)replay.InboundHighest, accepted));
    }

    internal static XfrmReplay? ReadShort(ReadOnlySpan<byte> data, uint window)
    {
        if (data.Length < Unsafe.SizeOf<WireReplay>()) return null;
        var wire = MemoryMarshal.Read<WireReplay>(data);
        uint ring = 0;
        for (var age = 0; age < window && age < wire.InboundHighest; age++)
            if ((wire.Bitmap >> age & 1) != 0) ring |= 1u << (int)((wire.InboundHighest - (uint)age - 1) % window);
        return new XfrmReplay(wire.OutboundLast, wire.InboundHighest) { Window = window, Bitmap = window == 0 ? [] : [ring] };
    }

    private static bool Counts(XfrmReplay replay, ulong number) => replay.Bitmap.IsDefaultOrEmpty || replay.WasAccepted(number);
}
