using DsMip.Lab.Topology;

namespace DsMip.Lab.Daemons;

/// <summary>The files of one run: configurations with keys, stores, logs, captures. For root only; goes with the lab.</summary>
public sealed class WorkDirectory
{
    public WorkDirectory()
    {
        Path = System.IO.Path.Combine(LabTopology.StateDirectory, "work", System.IO.Path.GetRandomFileName());
        Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);
}
