using DsMip.Wire;
using DsMip.Wire.Mobility;

namespace DsMip.Load;

/// <summary>What the mobile nodes know: of each the newest acknowledgement, and what was sent after it without one.</summary>
public sealed class AcknowledgementHistory
{
    private readonly Dictionary<Ipv6Address, NodeHistory> _nodes = [];

    public IReadOnlyDictionary<Ipv6Address, NodeHistory> Nodes => _nodes;

    /// <summary>Lines of the file, unanswered ones included.</summary>
    public long Records { get; private set; }

    /// <exception cref="LoadException">There is no such file, or a line other than the last, which a kill may have cut, is none of ours.</exception>
    public static AcknowledgementHistory Read(string path)
    {
        if (!File.Exists(path)) throw new LoadException($"{path}: there is no such file");
        var history = new AcknowledgementHistory();
        long number = 0, wrong = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (wrong != 0) throw new LoadException($"{path}:{wrong}: is not an acknowledgement");
            if (AcknowledgementRecord.TryParse(line, out var record)) history.Add(record);
            else wrong = number;
        }
        return history;
    }

    /// <summary>In the order of the file.</summary>
    public void Add(in AcknowledgementRecord record)
    {
        Records++;
        if (!_nodes.TryGetValue(record.HomeAddress, out var node)) _nodes[record.HomeAddress] = node = new NodeHistory();
        node.Add(record);
    }
}

/// <summary>Of one mobile node.</summary>
public sealed class NodeHistory
{
    private readonly List<AcknowledgementRecord> _sent = [];
    private readonly List<LeaseSpan> _ipv4 = [];

    /// <summary>Null: nothing was ever acknowledged.</summary>
    public AcknowledgementRecord? Newest { get; private set; }

    /// <summary>Newer than <see cref="Newest"/> and without an answer.</summary>
    public IReadOnlyList<AcknowledgementRecord> Sent => _sent;

    /// <summary>When it had which IPv4 home address or prefix, as it was told.</summary>
    public IReadOnlyList<LeaseSpan> Ipv4 => _ipv4;

    internal void Add(in AcknowledgementRecord record)
    {
        if (!IsNewer(record)) return;
        LeaseSpan.Continue(_ipv4, record);
        if (!record.Acknowledged)
        {
            _sent.Add(record);
            return;
        }
        Newest = record;
        _sent.RemoveAll(sent => !IsNewer(sent));
    }

    private bool IsNewer(in AcknowledgementRecord record) =>
        Newest is not { } newest || new SequenceNumber(record.Sequence).IsAfter(new SequenceNumber(newest.Sequence));
}
