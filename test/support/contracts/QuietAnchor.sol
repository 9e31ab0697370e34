// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// Getters and no event, and a list beyond the slots that are probed.
contract QuietAnchor {
    address private owner = msg.sender;
    uint256[19] private gap;
    string[] private cids;

    function storeCID(string memory _cid) public {
        require(msg.sender == owner);
        cids.push(_cid);
    }

    function cidCount() external view returns (uint256) {
        return cids.length;
    }

    function getCid(uint256 index) external view returns (string memory) {
        return cids[index];
    }
}
