// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A growing list of the CIDs of index files, written by one owner.
/// @notice Nothing here can change or remove an entry, or hand the ownership on. An entry proves that the bytes behind
/// its CID existed by a block and that the owner's key listed them; nothing proves that the list is complete.
/// @dev Storage is part of the interface, since readers verify it by proof: slot 0 is `owner`, slot 1 is `cids`.
contract MessageAnchor {
    address public owner;
    string[] cids;

    event CidStored(uint256 indexed index, string cid);

    error OnlyOwner();
    error OutOfRange();

    modifier onlyOwner() {
        if (msg.sender != owner) revert OnlyOwner();
        _;
    }

    constructor() {
        owner = msg.sender;
    }

    /// @notice Appends one CID.
    function storeCID(string memory _cid) public onlyOwner {
        emit CidStored(cids.length, _cid);
        cids.push(_cid);
    }

    /// @notice How many CIDs are listed.
    function cidCount() external view returns (uint256) {
        return cids.length;
    }

    /// @notice The CID at `index`, from 0.
    function getCid(uint256 index) external view returns (string memory) {
        if (index >= cids.length) revert OutOfRange();
        return cids[index];
    }

    /// @notice The CIDs from `from` up to, without, `to`.
    function getCids(uint256 from, uint256 to) external view returns (string[] memory page) {
        if (from > to || to > cids.length) revert OutOfRange();
        page = new string[](to - from);
        for (uint256 i = from; i < to; i++) page[i - from] = cids[i];
    }
}
