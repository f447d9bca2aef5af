using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DsMip.Lab.Probes;

/// <summary>
/// An echo request every 10 ms, and a line like that of `ping -D` for each reply. iputils' ping asks the kernel for timeouts in ticks,
/// which makes 16 ms of 10, or spins. Runs as a process inside a namespace, for ever.
/// </summary>
internal sealed class Pinger
{
    private const int IntervalMilliseconds = 10;
    private const int FlushMilliseconds = 100;
    private const int HeaderSize = 8;
    private const int PacketSize = 64;
    private const int Ipv4HeaderUnits = 4;

    private readonly IPEndPoint _destination;
    private readonly Socket _socket;
    private readonly ushort _identifier = (ushort)Environment.ProcessId;

    private Pinger(IPAddress destination)
    {
        _destination = new IPEndPoint(destination, 0);
        _socket = IsIpv6
            ? new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6)
            : new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp);
        _socket.Bind(new IPEndPoint(IsIpv6 ? IPAddress.IPv6Any : IPAddress.Any, 0));
    }

    private bool IsIpv6 => _destination.AddressFamily == AddressFamily.InterNetworkV6;

    public static int Run(IPAddress destination)
    {
        var pinger = new Pinger(destination);
        new Thread(pinger.Receive) { IsBackground = true }.Start();
        pinger.Send();
        return 0;
    }

    private void Send()
    {
        var packet = new byte[PacketSize];
        packet[0] = (byte)(IsIpv6 ? 128 : 8); // Echo Request
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), _identifier);
        var clock = Stopwatch.StartNew();
        for (long sequence = 1; ; sequence++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)sequence);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), 0);
            if (!IsIpv6)
            {
                BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), Checksum(packet)); // the kernel fills in that of ICMPv6
            }

            try
            {
                _socket.SendTo(packet, _destination);
            }
            catch (SocketException e)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{LabClock.Now:0.000000}] {e.Message}"));
            }

            Thread.Sleep((int)Math.Max(0, (sequence * IntervalMilliseconds) - clock.ElapsedMilliseconds));
        }
    }

    private void Receive()
    {
        var buffer = new byte[2048];
        using var output = new StreamWriter(Console.OpenStandardOutput());
        for (var flushed = 0L; ;)
        {
            var length = _socket.Receive(buffer);
            var message = buffer.AsSpan(0, length)[(IsIpv6 ? 0 : (buffer[0] & 15) * Ipv4HeaderUnits)..];
            var reply = (byte)(IsIpv6 ? 129 : 0);
            if (message.Length >= HeaderSize && message[0] == reply && BinaryPrimitives.ReadUInt16BigEndian(message[4..]) == _identifier)
            {
                var sequence = BinaryPrimitives.ReadUInt16BigEndian(message[6..]);
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{LabClock.Now:0.000000}] {message.Length} bytes from {_destination.Address}: icmp_seq={sequence}"));
                if (Environment.TickCount64 - flushed >= FlushMilliseconds)
                {
                    output.Flush(); // the lines have their own times
                    flushed = Environment.TickCount64;
                }
            }
        }
    }

    private static ushort Checksum(ReadOnlySpan<byte> packet)
    {
        uint sum = 0;
        for (var i = 0; i < packet.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(packet[i..]);
        }

        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~((sum & 0xffff) + (sum >> 16));
    }
}
