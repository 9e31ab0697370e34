// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// The published contract, with the owner it takes for granted: no getter, no event.
contract SeedAnchor {
    address private owner = msg.sender;
    string[] cids;

    modifier onlyOwner() {
        require(msg.sender == owner, "Ownable: caller is not the owner");
        _;
    }

    function storeCID(string memory _cid) public onlyOwner {
        cids.push(_cid);
    }
}
