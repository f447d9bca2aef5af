using System.Buffers.Binary;
using System.Text;

namespace DsMip.Ike.Vici;

/// <summary>Reads messages; answers false for whatever is not one, and never throws.</summary>
internal ref struct ViciReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>charon nests about six deep.</summary>
    private const int DeepestNesting = 32;

    private ReadOnlySpan<byte> _rest = bytes;

    public static bool TryRead(ReadOnlySpan<byte> bytes, out ViciSection message)
    {
        var reader = new ViciReader(bytes);
        message = [];
        return reader.TryReadSection(message, 0) && reader._rest.IsEmpty;
    }

    public static bool TryReadName(ReadOnlySpan<byte> bytes, out string name, out ReadOnlySpan<byte> rest)
    {
        var reader = new ViciReader(bytes);
        var ok = reader.TryReadName(out name);
        rest = reader._rest;
        return ok;
    }

    private bool TryReadSection(ViciSection section, int depth)
    {
        while (!_rest.IsEmpty)
        {
            var type = (ViciElementType)_rest[0];
            _rest = _rest[1..];
            if (type == ViciElementType.SectionEnd) return depth > 0;
            if (!TryReadName(out var key) || !TryReadItem(type, depth, out var item)) return false;
            section.Add(key, item);
        }

        return depth == 0;
    }

    private bool TryReadItem(ViciElementType type, int depth, out ViciItem item)
    {
        item = "";
        switch (type)
        {
            case ViciElementType.KeyValue:
                var isValue = TryReadValue(out var value);
                item = value;
                return isValue;
            case ViciElementType.ListStart:
                return TryReadList(out item);
            case ViciElementType.SectionStart:
                var nested = new ViciSection();
                item = nested;
                return depth < DeepestNesting && TryReadSection(nested, depth + 1);
            default:
                return false;
        }
    }

    private bool TryReadList(out ViciItem item)
    {
        var values = new List<ViciValue>();
        item = new ViciList(values);
        while (!_rest.IsEmpty)
        {
            var type = (ViciElementType)_rest[0];
            _rest = _rest[1..];
            if (type == ViciElementType.ListEnd) return true;
            if (type != ViciElementType.ListItem || !TryReadValue(out var value)) return false;
            values.Add(value);
        }

        return false;
    }

    private bool TryReadName(out string name)
    {
        name = "";
        if (_rest.IsEmpty || _rest.Length - 1 < _rest[0]) return false;
        name = Encoding.UTF8.GetString(_rest.Slice(1, _rest[0]));
        _rest = _rest[(1 + _rest[0])..];
        return true;
    }

    private bool TryReadValue(out ViciValue value)
    {
        value = new ViciValue(default);
        if (_rest.Length < sizeof(ushort)) return false;
        var length = BinaryPrimitives.ReadUInt16BigEndian(_rest);
        if (_rest.Length - sizeof(ushort) < length) return false;
        value = new ViciValue(_rest.Slice(sizeof(ushort), length).ToArray());
        _rest = _rest[(sizeof(ushort) + length)..];
        return true;
    }
}
