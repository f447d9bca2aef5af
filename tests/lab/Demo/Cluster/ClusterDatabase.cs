using DsMip.Lab.Topology;
using DsMip.Lab.Topology.Sites;
using DsMip.Testing;

namespace DsMip.Lab.Cluster;

/// <summary>PostgreSQL in dsm-db, with one database for the cluster.</summary>
public sealed class ClusterDatabase : IDisposable
{
    private const int BehindForwarder = 5433;

    private readonly PostgresServer _server;
    private readonly DelayingForwarder? _forwarder;
    private readonly string _database;
    private bool _keep;

    /// <param name="canBeSlow">Everybody reaches it by way of this process, which can hold everything up: <see cref="Delay"/>.</param>
    public ClusterDatabase(bool canBeSlow)
    {
        // The working directory of the run is for root only; the server's user has to get into this one.
        var address = ClusterPlan.DatabaseAddress;
        _server = PostgresServer.Start(address, canBeSlow ? BehindForwarder : ClusterPlan.DatabasePort, ClusterPlan.Database.Name, LabTopology.StateDirectory);
        try
        {
            _database = _server.CreateDatabase();
            _forwarder = canBeSlow ? DelayingForwarder.Start(ClusterPlan.Database, address, ClusterPlan.DatabasePort, BehindForwarder) : null;
        }
        catch
        {
            _server.Dispose();
            throw;
        }
    }

    /// <summary>As the machines of the cluster reach it.</summary>
    public string ConnectionString =>
        _database.Replace($"Port={BehindForwarder};", $"Port={ClusterPlan.DatabasePort};", StringComparison.Ordinal);

    /// <summary>For this process, which is on no machine of the lab. Never slow.</summary>
    public string LocalConnectionString =>
        _database.Replace($"Host={ClusterPlan.DatabaseAddress};", $"Host={_server.SocketDirectory};", StringComparison.Ordinal);

    /// <summary>Added to each direction; zero after the start.</summary>
    public TimeSpan Delay
    {
        get => _forwarder?.Delay ?? TimeSpan.Zero;
        set => (_forwarder ?? throw new LabException("this database cannot be slow")).Delay = value;
    }

    /// <summary>Rows as lines, columns with | between them.</summary>
    public string Query(string sql) => _server.Query(sql, _database.Split("Database=")[^1]);

    public void Kill() => _server.Kill();

    public void Restart() => _server.Restart();

    /// <summary>Leaves it running when this program ends.</summary>
    public void Keep() => _keep = true;

    public void Dispose()
    {
        _forwarder?.Dispose();
        if (!_keep)
        {
            _server.Dispose();
        }
    }
}
