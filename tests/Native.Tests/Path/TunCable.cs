using System.Buffers.Binary;
using System.Collections.Concurrent;
using DsMip.Linux;

namespace DsMip.Native.Tests.KernelPaths;

/// <summary>What one end's kernel routes into its TUN arrives in the other's: the place of the outer headers and of the network.</summary>
internal sealed class TunCable : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Thread[] _threads;

    internal TunCable(TunDevice left, TunDevice right)
    {
        _threads = [new Thread(() => Carry(left, right)), new Thread(() => Carry(right, left))];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>SPIs of what went over; 0 for what was not ESP. Packets of the kernels' own to all nodes of a link are left out.</summary>
    internal ConcurrentBag<uint> Spis { get; } = [];

    public void Dispose()
    {
        _stop.Cancel();
        foreach (var thread in _threads) thread.Join();
        _stop.Dispose();
    }

    internal static bool IsMulticast(ReadOnlySpan<byte> packet) => packet[0] >> 4 == 6 && packet[24] == 0xff;

    internal static uint SpiOf(ReadOnlySpan<byte> packet) =>
        packet[0] >> 4 == 6 && packet[6] == IpProtocol.Esp ? BinaryPrimitives.ReadUInt32BigEndian(packet[40..]) : 0;

    private void Carry(TunDevice from, TunDevice to)
    {
        var buffer = new byte[FrameLayout.MaximumFrame];
        while (!_stop.IsCancellationRequested)
        {
            var length = from.Read(buffer);
            if (length == 0) Thread.Sleep(1);
            else if (!IsMulticast(buffer)) Carry(buffer.AsSpan(0, length), to);
        }
    }

    private void Carry(ReadOnlySpan<byte> packet, TunDevice to)
    {
        Spis.Add(SpiOf(packet));
        to.Write(packet);
    }
}
