namespace DsMip.Load;

/// <summary>Appends <see cref="AcknowledgementRecord"/> lines to a file, and hands them to the kernel after every batch.</summary>
internal sealed class AcknowledgementLog(string path) : IDisposable
{
    private readonly StreamWriter _writer = new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, 1 << 16)) { AutoFlush = false };
    private bool _dirty;

    public void Write(in AcknowledgementRecord record)
    {
        _writer.WriteLine(record.ToString());
        _dirty = true;
    }

    public void Flush()
    {
        if (!_dirty) return;
        _writer.Flush();
        _dirty = false;
    }

    public void Dispose() => _writer.Dispose();
}
