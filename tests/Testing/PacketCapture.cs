using System.Buffers.Binary;
using System.Diagnostics;

namespace DsMip.Testing;

/// <summary>tcpdump on an Ethernet-like interface of a namespace: an observer that shares no code with ours.</summary>
public sealed class PacketCapture : IDisposable
{
    private const int FileHeader = 24, RecordHeader = 16, EthernetHeader = 14;
    private readonly Process _process;
    private readonly Task<string> _errors;
    private bool _headerRead;

    /// <param name="filter">A tcpdump expression.</param>
    public PacketCapture(NetworkNamespace where, string device, string filter)
    {
        string[] arguments = ["netns", "exec", where.Name, "tcpdump", "-Z", "root", "-i", device, "-nU", "-s", "0", "-w", "-", filter];
        _process = Shell.Start("ip", arguments);
        // tcpdump says "listening on" once its socket is open and filtered.
        var line = _process.StandardError.ReadLine();
        while (line is not null && !line.Contains("listening on", StringComparison.Ordinal)) line = _process.StandardError.ReadLine();
        if (line is null) throw new InvalidOperationException("tcpdump ended before it listened");
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The next captured IP packet, without its Ethernet header. Waits for it at most 10 s.</summary>
    /// <exception cref="TimeoutException">Nothing came.</exception>
    public byte[] Next()
    {
        if (!_headerRead) Read(FileHeader);
        _headerRead = true;
        var length = BinaryPrimitives.ReadInt32LittleEndian(Read(RecordHeader).AsSpan(8));
        return Read(length)[EthernetHeader..];
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _errors.GetAwaiter().GetResult();
        _process.Dispose();
    }

    private byte[] Read(int count)
    {
        var bytes = new byte[count];
        var reading = Task.Run(() => _process.StandardOutput.BaseStream.ReadExactly(bytes));
        return reading.Wait(TimeSpan.FromSeconds(10)) ? bytes : throw new TimeoutException("tcpdump saw nothing");
    }
}
