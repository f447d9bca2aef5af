using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace DsMip.Linux.Netlink;

/// <summary>One question at a time to the kernel: a change with its acknowledgement, a dump, or one item. Any thread.</summary>
internal sealed class NetlinkConversation : IDisposable
{
    private const int BufferSize = 1 << 16, SequenceOffset = 8, DumpAttempts = 10;
    private readonly NetlinkSocket _socket;
    private readonly Lock _gate = new();
    private readonly byte[] _buffer = new byte[BufferSize];
    private uint _sequence;
    private int _received;

    internal NetlinkConversation(int protocol = NetlinkProtocol.Route)
    {
        _socket = new NetlinkSocket(protocol: protocol);
        _socket.SetTimeout();
        _socket.Set(NetlinkOption.CapAcknowledgement, 1);
        _socket.Set(NetlinkOption.ExtendedAcknowledgement, 1);
        // Makes the kernel honour the table of a route dump, instead of sending every table.
        if (protocol == NetlinkProtocol.Route) _socket.Set(NetlinkOption.StrictCheck, 1);
    }

    internal delegate void MessageParser<T>(in NetlinkReader message, List<T> into);

    /// <summary>Sends a change and waits for its acknowledgement.</summary>
    /// <param name="tolerated">Results that are answered instead of thrown: the wanted state was there already.</param>
    internal Errno Change(Span<byte> message, string operation, params ReadOnlySpan<Errno> tolerated)
    {
        lock (_gate)
        {
            var sequence = Send(message, operation);
            while (true)
            {
                var reader = new NetlinkReader(Receive(operation));
                while (reader.MoveNext())
                {
                    if (reader.Header.Sequence != sequence || reader.Header.Type != MessageType.Error) continue;
                    var error = ErrorOf(reader);
                    if (error == Errno.None || tolerated.Contains(error)) return error;
                    throw new LinuxException(operation, error, Complaint(reader));
                }
            }
        }
    }

    /// <summary>All answers to a dump. A dump that a concurrent change made inconsistent is repeated.</summary>
    internal List<T> Dump<T>(Span<byte> message, string operation, MessageParser<T> parse)
    {
        lock (_gate)
        {
            for (var attempt = 0; attempt < DumpAttempts; attempt++)
            {
                var items = new List<T>();
                if (TryDump(message, operation, parse, items)) return items;
            }
            throw new LinuxException(operation, Errno.EINTR, "the tables keep changing while they are read");
        }
    }

    /// <summary>The one item that a question is about; nothing if the kernel answers a tolerated error.</summary>
    internal T? Ask<T>(Span<byte> message, string operation, MessageParser<T> parse, params ReadOnlySpan<Errno> tolerated)
    {
        lock (_gate)
        {
            var sequence = Send(message, operation);
            var items = new List<T>();
            while (true)
            {
                var reader = new NetlinkReader(Receive(operation));
                while (reader.MoveNext())
                {
                    if (reader.Header.Sequence != sequence) continue;
                    if (reader.Header.Type == MessageType.Error && !tolerated.Contains(ErrorOf(reader)))
                        throw new LinuxException(operation, ErrorOf(reader), Complaint(reader));
                    parse(in reader, items);
                    return items.FirstOrDefault();
                }
            }
        }
    }

    /// <summary>Forgets what the kernel answered: it may hold keys.</summary>
    internal void Wipe()
    {
        lock (_gate)
        {
            CryptographicOperations.ZeroMemory(_buffer.AsSpan(0, _received));
            _received = 0;
        }
    }

    public void Dispose() => _socket.Dispose();

    private bool TryDump<T>(Span<byte> message, string operation, MessageParser<T> parse, List<T> into)
    {
        var sequence = Send(message, operation);
        var consistent = true;
        while (true)
        {
            var reader = new NetlinkReader(Receive(operation));
            while (reader.MoveNext())
            {
                if (reader.Header.Sequence != sequence) continue;
                if ((reader.Header.Flags & RequestFlag.DumpInterrupted) != 0) consistent = false;
                if (IsEnd(reader, operation)) return consistent;
                parse(in reader, into);
            }
        }
    }

    /// <summary>ENOENT ends the dump of a routing table that does not exist: it is empty.</summary>
    private static bool IsEnd(in NetlinkReader reader, string operation)
    {
        if (reader.Header.Type is not (MessageType.Done or MessageType.Error)) return false;
        var error = ErrorOf(reader);
        return error is Errno.None or Errno.ENOENT ? true : throw new LinuxException(operation, error, Complaint(reader));
    }

    private uint Send(Span<byte> message, string operation)
    {
        MemoryMarshal.Write(message[SequenceOffset..], ++_sequence);
        var error = _socket.Send(message);
        return error == Errno.None ? _sequence : throw new LinuxException(operation, error);
    }

    private ReadOnlySpan<byte> Receive(string operation)
    {
        while (true)
        {
            var length = _socket.Receive(_buffer, out var error);
            _received = Math.Max(_received, length);
            if (error == Errno.None) return _buffer.AsSpan(0, length);
            if (error == Errno.EAGAIN) throw new LinuxException(operation, Errno.ETIMEDOUT, "the kernel does not answer");
            if (error != Errno.EINTR) throw new LinuxException(operation, error);
        }
    }

    private static Errno ErrorOf(in NetlinkReader reader) =>
        reader.Body.Length >= sizeof(int) ? (Errno)(-MemoryMarshal.Read<int>(reader.Body)) : Errno.None;

    /// <summary>The kernel's own words (extended acknowledgement), if it has any.</summary>
    private static string? Complaint(in NetlinkReader reader)
    {
        const int errorSize = 20;
        const ushort text = 1;
        if ((reader.Header.Flags & RequestFlag.AcknowledgeAttributes) == 0 || reader.Body.Length < errorSize) return null;
        var attributes = new NetlinkAttributes(reader.Body[errorSize..]);
        while (attributes.MoveNext())
            if (attributes.Type == text) return "the kernel says: " + attributes.Text;
        return null;
    }
}
