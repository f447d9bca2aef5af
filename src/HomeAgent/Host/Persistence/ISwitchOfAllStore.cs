using System.Data.Common;
using System.Text.Json;
using DsMip.HomeAgent.Core.Switching;

namespace DsMip.HomeAgent.Persistence;

/// <summary>The last switch of all mobile nodes, running or not.</summary>
/// <exception cref="DbException">From every member: the store does not answer.</exception>
public interface ISwitchOfAllStore
{
    /// <returns>Null: there was none.</returns>
    Task<SwitchOfAll?> ReadAsync(CancellationToken cancellation);

    /// <summary>Replaces the one whose version is one less. Durable when the task completes.</summary>
    /// <returns>False: somebody else was faster, and nothing has changed.</returns>
    Task<bool> TryWriteAsync(SwitchOfAll run, CancellationToken cancellation);
}

/// <summary>A row of it.</summary>
internal static class SwitchOfAllRow
{
    public static string Write(SwitchOfAll run) => JsonSerializer.Serialize(run);

    public static SwitchOfAll Read(string text) => JsonSerializer.Deserialize<SwitchOfAll>(text)!;
}
