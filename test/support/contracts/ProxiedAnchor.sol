// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// What an upgradeable contract is: a proxy with its code elsewhere (EIP-1967) and its list in slot 4.
contract AnchorProxy {
    bytes32 private constant IMPLEMENTATION = 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;

    constructor(address implementation) {
        assembly {
            sstore(IMPLEMENTATION, implementation)
        }
    }

    fallback() external payable {
        assembly {
            calldatacopy(0, 0, calldatasize())
            let done := delegatecall(gas(), sload(IMPLEMENTATION), 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            switch done
            case 0 { revert(0, returndatasize()) }
            default { return(0, returndatasize()) }
        }
    }
}

contract ProxiedAnchor {
    uint8 private initialized;
    uint256[3] private gap;
    string[] private cids;

    function storeCID(string memory _cid) public {
        initialized = 1;
        cids.push(_cid);
    }

    /// Shrinks the list, as an owner of an upgradeable contract can.
    function forget() external {
        cids.pop();
    }
}
