using System.Text.Json;
using DsMip.Configuration;
using DsMip.Linux;

namespace DsMip.MobileNode.State;

/// <summary>
/// The file under StateDirectory. A write replaces it as a whole and is on the disk when it returns, so that a crash at any moment leaves the
/// old content or the new. One process at a time holds it.
/// </summary>
public sealed class StateFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _lock;

    private StateFile(string path, FileStream stateLock)
    {
        _path = path;
        _lock = stateLock;
    }

    /// <exception cref="ConfigurationException">The directory cannot be used, or another mobile node uses it.</exception>
    public static StateFile Open(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            var stateLock = new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return new StateFile(Path.Combine(directory, "state.json"), stateLock);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException("StateDirectory", e.Message);
        }
    }

    /// <summary>What was written last; nothing at the very first start.</summary>
    /// <exception cref="ConfigurationException">The file is damaged. It is not ignored: starting over would use ESP sequence numbers twice.</exception>
    public PersistentState Load()
    {
        if (!File.Exists(_path)) return new PersistentState();
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(_path), StateJson.Default.PersistentState)
                ?? throw new JsonException("null");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ConfigurationException("StateDirectory", $"{_path} cannot be read ({e.Message.ReplaceLineEndings(" ")}); remove it only together with new keys");
        }
    }

    /// <summary>Durable when this returns.</summary>
    public void Save(PersistentState state) => DurableFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(state, StateJson.Default.PersistentState));

    public void Dispose() => _lock.Dispose();
}
