using DsMip.HomeAgent.Actors;
using DsMip.HomeAgent.Directory;
using DsMip.HomeAgent.Edge.Tunnels;
using DsMip.HomeAgent.Host.Tests.Fixtures;
using DsMip.HomeAgent.Persistence;
using DsMip.Tunnel;

namespace DsMip.HomeAgent.Host.Tests.Edge.Tunnels;

/// <summary>An edge between two control nodes and the store. What is under way may be late or lost, and a control node may die with what it has.</summary>
internal sealed class SimulatedEdge
{
    private readonly BatchNumbers _numbers = new();
    private readonly BindingMerge _merge;
    private readonly SimulatedJournal _journal;
    private readonly List<TunnelBatch>[] _underWay = [[], []];
    private readonly long[] _source = [1, 2];
    private readonly long[] _number = [0, 0];
    private readonly List<StoredBinding> _reading = [];
    private bool _mustRead = true;
    private long _lives = 2;

    public SimulatedEdge(SimulatedJournal journal)
    {
        _journal = journal;
        var options = Configured.Options();
        _merge = new BindingMerge(options, new ConfiguredMobileNodes(options), Table, Table);
    }

    public BindingTable Table { get; } = new();

    public void Tell(int control, TunnelChanged? changed)
    {
        if (changed is not null) _underWay[control].Add(new TunnelBatch(_source[control], ++_number[control], [changed]));
    }

    /// <summary>Any that is under way: the network need not keep the order.</summary>
    public void Deliver(int control, int index)
    {
        if (_underWay[control].Count == 0) return;
        var batch = Take(control, index);
        foreach (var changed in batch.Changes)
        {
            if (changed.Tunnel is { } tunnel) Table.Put(changed.Home, tunnel, changed.Version, changed.Expires);
            else Table.Remove(changed.Home, changed.Version);
        }
        _mustRead |= _numbers.Note(batch).Anything;
    }

    public void Lose(int control, int index)
    {
        if (_underWay[control].Count > 0) Take(control, index);
    }

    /// <summary>What it sent may arrive yet, what it had committed and not sent never will.</summary>
    public void Crash(int control, TunnelChanged? untold)
    {
        _ = untold;
        _source[control] = ++_lives;
        _number[control] = 0;
        _mustRead = true;
    }

    /// <summary>One row after the other, while everything else goes on; what comes to be missing meanwhile makes it read once more.</summary>
    public void Read(int rows)
    {
        if (_reading.Count == 0 && _mustRead)
        {
            _mustRead = false;
            _reading.AddRange(_journal.Newest);
        }
        for (; rows > 0 && _reading.Count > 0; rows--)
        {
            _merge.Apply(_reading[0], SimulatedJournal.Now);
            _reading.RemoveAt(0);
        }
    }

    /// <summary>Nothing more happens: what is under way arrives, the reminders too, and the store is read as often as it takes.</summary>
    public void Settle()
    {
        for (var control = 0; control < 2; control++)
        {
            while (_underWay[control].Count > 0) Deliver(control, 0);
            _mustRead |= _numbers.Note(new TunnelBatch(_source[control], _number[control], [])).Anything;
        }
        while (_mustRead || _reading.Count > 0) Read(int.MaxValue);
    }

    private TunnelBatch Take(int control, int index)
    {
        var batch = _underWay[control][index % _underWay[control].Count];
        _underWay[control].Remove(batch);
        return batch;
    }
}
